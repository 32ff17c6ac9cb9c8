"""Apple Health exports and Health Auto Export documents as phones write them."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

START = datetime(2026, 10, 2, 22, 0, tzinfo=UTC)
"""Seven in the morning of 3 October in Seoul."""

DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  value         CDATA #IMPLIED
>
]>
"""
WATCH = (
    "&lt;&lt;HKDevice: 0x{pointer}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,12, software:26.2, creation date:2026-01-01 00:00:00 +0000&gt;"
)
ROUTE = "route_2026-10-03_7.00am.gpx"


def seoul(second):
    return f"{START + timedelta(seconds=second, hours=9):%Y-%m-%d %H:%M:%S} +0900"


def utc(second):
    return f"{START + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def beat(second, bpm=150, source="민지의 Apple Watch", unit="count/min"):
    return (
        f'<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="{source}" unit="{unit}" '
        f'startDate="{seoul(second)}" endDate="{seoul(second)}" value="{bpm}">'
        '<MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="2"/></Record>\n'
    )


def statistics(kind, unit, **figures):
    told = "".join(f' {name}="{value}"' for name, value in figures.items())
    return (
        f'<WorkoutStatistics type="HKQuantityTypeIdentifier{kind}" startDate="{seoul(0)}" '
        f'endDate="{seoul(600)}"{told} unit="{unit}"/>\n'
    )


def entry(key, value):
    return f'<MetadataEntry key="{key}" value="{value}"/>\n'


def event(kind, second, **more):
    told = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<WorkoutEvent type="HKWorkoutEventType{kind}" date="{seoul(second)}"{told}/>\n'


def reference(*names):
    files = "".join(f'<FileReference path="/workout-routes/{name}"/>' for name in names)
    return f'<WorkoutRoute sourceName="x" startDate="{seoul(0)}">{files}</WorkoutRoute>\n'


def location(second, lat=37.55, accuracy=5):
    return (
        f'<Location date="{seoul(second)}" latitude="{lat}" longitude="126.98" altitude="40.5" '
        f'horizontalAccuracy="{accuracy}" verticalAccuracy="3" course="-1" speed="3.0"/>\n'
    )


def workout(
    *inside, kind="Running", first=0, last=600, source="민지의 Apple Watch", pointer="66aa", **more
):
    told = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="10" '
        f'durationUnit="min" sourceName="{source}" sourceVersion="26.2" '
        f'device="{WATCH.format(pointer=pointer)}" creationDate="{seoul(last)}" '
        f'startDate="{seoul(first)}" endDate="{seoul(last)}"{told}>\n{"".join(inside)}</Workout>\n'
    )


def export(*inside, locale="ko_KR", doctype=DTD, second=90_000):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<HealthData locale="{locale}">\n'
        f' <ExportDate value="{seoul(second)}"/>\n'
        ' <Me HKCharacteristicTypeIdentifierBloodType="x"/>\n'
        f"{''.join(inside)}</HealthData>\n"
    ).encode()


def route_points(seconds, accuracy=5):
    return "".join(
        f'<trkpt lon="126.980000" lat="{37.55 - n * 2.7e-5:.6f}"><ele>{40 + n % 7}.25</ele>'
        f"<time>{utc(n)}</time><extensions><speed>3.0</speed><course>180</course>"
        f"<hAcc>{accuracy}</hAcc><vAcc>3.1</vAcc></extensions></trkpt>\n"
        for n in seconds
    )


def route(seconds, **how):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Apple Health Export" '
        'xmlns="http://www.topografix.com/GPX/1/1"><metadata><time>2026-10-04T00:00:00Z</time>'
        f"</metadata><trk><name>Route</name><trkseg>{route_points(seconds, **how)}"
        "</trkseg></trk></gpx>"
    ).encode()


def zipped(members, folder="apple_health_export/"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(folder + name, data)
    return buffer.getvalue()


def usual_zip(name="내보내기.xml", **how):
    """A run with a route and heart rates, a swim without a route, and what is brought along."""
    cda = b'<?xml version="1.0"?><ClinicalDocument/>'
    run = workout(reference(ROUTE), entry("HKElevationAscended", "6575 cm"))
    swim = workout(kind="Swimming", first=50_000, last=51_800)
    beats = "".join(beat(n, 140 + n % 20) for n in range(0, 600, 5))
    return zipped(
        {
            name: export(beats, run, swim, **how),
            name.replace(".xml", "_cda.xml"): cda,
            f"workout-routes/{ROUTE}": route(range(600)),
            "electrocardiograms/ecg_2026.csv": b"Name,x",
        }
    )


def version_two(**more):
    """A run of ten minutes as version 2 of the app posts it."""
    return {
        "id": "6E0B2F54-0A1B-4C1E-9E66-0C3B2F6E1D11",
        "name": "실외 달리기",
        "start": seoul(0),
        "end": seoul(600),
        "duration": 590.5,
        "location": "Outdoor",
        "distance": {"qty": 1.2, "units": "mi"},
        "activeEnergyBurned": {"qty": 418.4, "units": "kJ"},
        "elevationUp": {"qty": 100, "units": "ft"},
        "maxSpeed": {"qty": 18, "units": "kmph"},
        "stepCount": [
            {"date": seoul(n), "qty": 160, "units": "count"} for n in range(0, 600, 60)
        ],
        "heartRateData": [
            {"date": seoul(n), "Min": 140, "Avg": 150, "Max": 170 + n % 7, "units": "count/min",
             "source": "민지의 Apple Watch"}
            for n in range(0, 600, 60)
        ],
        "route": [
            {"latitude": round(37.55 - n * 2.7e-5, 6), "longitude": 126.98,
             "altitude": 40 + n % 7 + 0.25, "course": 180, "horizontalAccuracy": 5,
             "timestamp": seoul(n), "speed": 3.0}
            for n in range(600)
        ],
    } | more  # fmt: skip


def version_one(**more):
    """The same as version 1 wrote it."""
    return {
        "name": "Running",
        "start": seoul(0),
        "end": seoul(600),
        "distance": {"qty": 1.93, "units": "km"},
        "activeEnergy": {"qty": 100, "units": "kcal"},
        "avgHeartRate": {"qty": 150, "units": "count/min"},
        "stepCount": {"qty": 1600, "units": "steps"},
        "elevation": {"ascent": 30.48, "descent": 2, "units": "m"},
        "heartRateData": [{"date": seoul(n), "qty": 150, "units": "count"} for n in (0, 60)],
        "route": [
            {"lat": round(37.55 - n * 2.7e-5, 6), "lon": 126.98, "altitude": 40,
             "timestamp": seoul(n)}
            for n in range(600)
        ],
    } | more  # fmt: skip


def delivery(*workouts, **more):
    return json.dumps({"data": {"workouts": list(workouts)} | more}).encode()
