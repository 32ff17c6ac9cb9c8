"""What is cut out of a track, by the rules alone."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.geometry import haversine_m
from moim.contexts.workouts.domain.privacy_zones import (
    RADIUS_M_MAX,
    RADIUS_M_MIN,
    Circle,
    PrivacyZone,
    ZoneOutOfRange,
    shift_of,
)
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.route import Route, box_of
from moim.contexts.workouts.domain.sight import Audience, Grant, Onlooker, Shown, Sight, sight_of
from moim.contexts.workouts.domain.track_cutting import cut_track, seen_track, shown_runs
from moim.kernel.ids import new_id
from tests.contexts.workouts.privacy.places import HOME, START

chances = st.floats(0, 1)
lats, lons = st.floats(-85, 85), st.floats(-180, 180)
radii = st.floats(RADIUS_M_MIN, RADIUS_M_MAX)
OTHERS = Sight(map=True, heart_rate=True)


def a_zone(lat=HOME[0], lon=HOME[1], radius_m=300.0, one=0.3, other=0.6) -> PrivacyZone:
    return PrivacyZone(
        id=new_id(),
        user_id=new_id(),
        name="집",
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        shift=shift_of(radius_m, one, other),
        made_at=START,
    )


zones = st.builds(a_zone, lats, lons, radii, chances, chances)


@st.composite
def walks(draw, around: PrivacyZone) -> Track:
    """Steps of up to 400 m near the zone, some without a position, with a heart all the way."""
    count = draw(st.integers(2, 40))
    offsets = st.floats(-0.02, 0.02)
    lat = np.array([around.lat + draw(offsets) for _ in range(count)])
    lon = np.array([around.lon + draw(offsets) for _ in range(count)])
    lon = (lon + 180.0) % 360.0 - 180.0
    lost = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    lost &= np.arange(count) % 3 == 0
    lat[lost] = lon[lost] = np.nan
    at = np.arange(count)
    return Track(
        time_ms=at * 5_000,
        lat=lat,
        lon=lon,
        elevation_m=at * 1.0,
        heart_rate_bpm=140.0 + at,
        distance_m=at * 12.0,
    )


@given(zones, st.lists(st.tuples(chances, st.floats(0, 360)), min_size=1, max_size=20))
def test_what_is_cut_holds_all_of_the_zone_and_not_in_its_middle(zone, points):
    hidden = zone.hidden
    for share, bearing in points:
        on_zone = PrivacyZone(
            **{
                **{f.name: getattr(zone, f.name) for f in fields(zone) if f.init},
                "shift": shift_of(zone.radius_m, bearing / 360, 0),
            }
        ).hidden
        assert np.isfinite(on_zone.lat)
        lat = zone.lat + share * np.degrees(zone.radius_m / 6_371_008.8) * np.cos(bearing)
        inside = haversine_m(*map(np.float64, (zone.lat, zone.lon, lat, zone.lon)))
        assert inside <= zone.radius_m * 1.001
        assert hidden.holds(np.array([lat]), np.array([zone.lon])).all()
    away = haversine_m(*map(np.float64, (zone.lat, zone.lon, hidden.lat, hidden.lon)))
    assert 0.24 * zone.radius_m <= away <= 0.76 * zone.radius_m


@settings(max_examples=200)
@given(st.data(), zones)
def test_nothing_in_a_zone_is_left_and_no_line_crosses_it(data, zone):
    track = data.draw(walks(zone))
    circle = zone.hidden

    cut = cut_track(track, [circle])

    assert cut.lat is not None
    assert cut.lon is not None
    assert not circle.holds(cut.lat, cut.lon).any()
    drawn = ~np.isnan(cut.lat[:-1]) & ~np.isnan(cut.lat[1:])
    if len(cut) > 1:
        assert not circle.crossed(cut.lat, cut.lon)[drawn].any()
    kept = set(zip(cut.lat.tolist(), cut.lon.tolist(), strict=True))
    outside = ~np.isnan(track.lat) & ~circle.holds(track.lat, track.lon)
    for pair in zip(track.lat[outside].tolist(), track.lon[outside].tolist(), strict=True):
        assert pair in kept, "what lies outside is shown"
    assert cut_track(cut, [circle]).time_ms.tolist() == cut.time_ms.tolist()


@given(st.data(), zones)
def test_the_distance_of_others_leaves_out_what_was_cut(data, zone):
    cut = cut_track(data.draw(walks(zone)), [zone.hidden])

    assert cut.distance_m is not None
    told = cut.distance_m[~np.isnan(cut.distance_m)]
    assert (np.diff(told) >= 0).all()
    if told.size:
        assert told[0] == 0.0


def test_a_run_from_the_door_begins_where_the_zone_ends_and_a_pass_leaves_a_gap():
    lat = HOME[0] + np.arange(-20, 21) * 0.001
    track = Track(
        time_ms=np.arange(41) * 1000, lat=lat, lon=np.full(41, HOME[1]), distance_m=np.arange(41.0)
    )
    circle = Circle(lat=HOME[0], lon=HOME[1], radius_m=500.0)

    assert shown_runs(track.lat, track.lon, [circle]) == [(0, 16), (25, 41)]
    cut = cut_track(track, [circle])
    assert len(cut) == 33
    assert np.isnan(cut.lat[16])
    assert (cut.distance_m[15], cut.distance_m[17]) == (15.0, 15.0)
    door = cut_track(Track(time_ms=track.time_ms[20:], lat=lat[20:], lon=track.lon[20:]), [circle])
    assert len(door) == 16
    assert not np.isnan(door.lat).any()


def test_a_step_over_a_zone_is_not_drawn_and_a_track_all_inside_leaves_nothing():
    circle = Circle(lat=HOME[0], lon=HOME[1], radius_m=300.0)
    over = np.array([HOME[0] - 0.01, HOME[0] + 0.01])
    assert shown_runs(over, np.full(2, HOME[1]), [circle]) == [(0, 1), (1, 2)]
    home = Track(time_ms=np.arange(2), lat=np.full(2, HOME[0]), lon=np.full(2, HOME[1]))
    assert len(cut_track(home, [circle])) == 0


def test_without_the_map_neither_a_place_nor_a_profile_is_left():
    track = Track(
        time_ms=np.arange(2),
        lat=np.full(2, 37.0),
        lon=np.full(2, 127.0),
        elevation_m=np.zeros(2),
        heart_rate_bpm=np.full(2, 140.0),
    )
    seen = seen_track(track, Sight(heart_rate=True), [])
    assert (seen.lat, seen.lon, seen.elevation_m) == (None, None, None)
    assert seen.heart_rate_bpm is not None
    assert seen_track(track, Sight(map=True), []).heart_rate_bpm is None
    assert seen_track(track, Sight.whole(), [a_zone().hidden]) is track


@given(zones, st.lists(st.tuples(st.floats(-0.06, 0.06), st.floats(-0.06, 0.06)), min_size=1))
def test_what_everybody_hears_of_a_route_names_no_square_at_a_zone(zone, offsets):
    lat = np.array([zone.lat + north for north, _ in offsets])
    lon = (np.array([zone.lon + east for _, east in offsets]) + 180.0) % 360.0 - 180.0
    rows, columns = np.floor((lat + 90) / 0.02), np.floor((lon + 180) / 0.02)
    cells = np.unique(rows.astype(np.int64) << 20 | columns.astype(np.int64)).tolist()
    bbox = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    route = Route(points=len(lat), bbox=bbox, cells=tuple(cells))

    box, told = route.told([zone.hidden])

    west, south = zone.lon, zone.lat
    home = [
        cell
        for cell in told
        if box_of(cell)[0] <= west <= box_of(cell)[2]
        and box_of(cell)[1] <= south <= box_of(cell)[3]
    ]
    assert home == []
    assert set(told) <= set(cells)
    if not told:
        assert box is None or not home


def test_a_zone_has_its_limits():
    for wrong in ({"radius_m": 199.0}, {"radius_m": 1_601.0}, {"lat": 89.5}, {"lon": 181.0}):
        with pytest.raises(ZoneOutOfRange):
            a_zone(**wrong).check()


def test_each_audience_takes_in_whom_it_names():
    friend, stranger = Onlooker(follows=True), Onlooker()
    everything = Shown(workout=Audience.PUBLIC, map=Audience.FOLLOWERS, heart_rate=Audience.PRIVATE)
    assert sight_of(everything, "file", friend) == Sight(map=True)
    assert sight_of(everything, "file", stranger) == Sight()
    assert sight_of(everything, "file", Onlooker(blocked=True, follows=True)) is None
    assert sight_of(everything, "strava", friend) is None
    for audience in (Audience.PRIVATE, Audience.CLUB):
        hidden = Shown(workout=audience, map=Audience.PUBLIC, heart_rate=Audience.PUBLIC)
        assert sight_of(hidden, "file", friend) is None
        grant = Grant(map=True, heart_rate=False)
        assert sight_of(hidden, "file", Onlooker(grant=grant)) == Sight(map=True)
