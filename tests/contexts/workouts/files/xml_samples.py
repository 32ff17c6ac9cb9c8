"""GPX and TCX documents as apps write them."""

from datetime import UTC, datetime, timedelta

START = datetime(2024, 11, 8, 6, 0, tzinfo=UTC)
NAMESPACES = (
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'
)


def utc(second):
    return f"{START + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def trkpt(n, *, time=True, extension=True):
    stamp = f"<time>{utc(n)}</time>" if time else ""
    more = (
        "<extensions><power>200</power><gpxtpx:TrackPointExtension>"
        f"<gpxtpx:atemp>21</gpxtpx:atemp><gpxtpx:hr>{140 + n % 10}</gpxtpx:hr>"
        "<gpxtpx:cad>85</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>"
    )
    return (
        f'   <trkpt lat="{37.55 - n * 2.7e-5:.7f}" lon="126.9800000">\n'
        f"    <ele>{40 + n % 7}.0</ele>\n    {stamp}\n    {more if extension else ''}\n"
        "   </trkpt>\n"
    )


def track(seconds, *, name="", kind="", **how):
    points = "".join(trkpt(n, **how) for n in seconds)
    named = f"<name>{name}</name>" if name else ""
    typed = f"<type>{kind}</type>" if kind else ""
    return f"<trk>{named}{typed}<trkseg>\n{points}</trkseg></trk>"


def gpx(*tracks, metadata="", creator="Garmin Connect"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="{creator}" '
        f"{NAMESPACES}>{metadata}{''.join(tracks)}</gpx>"
    ).encode()


def trackpoint(n):
    return (
        f"      <Trackpoint>\n       <Time>{utc(n)}</Time>\n       <Position>"
        f"<LatitudeDegrees>{37.55 - n * 2.7e-5:.7f}</LatitudeDegrees>"
        "<LongitudeDegrees>126.98</LongitudeDegrees></Position>\n"
        f"       <AltitudeMeters>{40 + n % 7}.0</AltitudeMeters>\n"
        f"       <DistanceMeters>{n * 3.0}</DistanceMeters>\n"
        f"       <HeartRateBpm><Value>{140 + n % 10}</Value></HeartRateBpm>\n"
        '       <Extensions><ns3:TPX xmlns:ns3="x"><ns3:Speed>3.0</ns3:Speed>'
        "<ns3:RunCadence>85</ns3:RunCadence><ns3:Watts>250</ns3:Watts></ns3:TPX></Extensions>\n"
        "      </Trackpoint>\n"
    )


def lap(seconds):
    points = "".join(trackpoint(n) for n in seconds)
    return (
        f'<Lap StartTime="{utc(seconds[0])}"><TotalTimeSeconds>{len(seconds)}.0</TotalTimeSeconds>'
        f"<DistanceMeters>{len(seconds) * 3.0}</DistanceMeters><MaximumSpeed>4.5</MaximumSpeed>"
        "<Calories>50</Calories><AverageHeartRateBpm><Value>145</Value></AverageHeartRateBpm>"
        "<MaximumHeartRateBpm><Value>149</Value></MaximumHeartRateBpm>"
        "<Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod>"
        f"<Track>\n{points}</Track></Lap>"
    )


def activity(*laps, sport="Running"):
    return (
        f'<Activity Sport="{sport}"><Id>{utc(0)}</Id>{"".join(laps)}'
        "<Creator><Name>Forerunner 245</Name><UnitId>1</UnitId></Creator></Activity>"
    )


def tcx(*activities):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f"<Activities>{''.join(activities)}</Activities></TrainingCenterDatabase>"
    ).encode()
