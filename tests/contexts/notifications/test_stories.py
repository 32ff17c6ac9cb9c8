"""The main stories of notifications, with the domain alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.notifications.domain import phone
from moim.contexts.notifications.domain.announcement import (
    AlreadyCancelled,
    Announcement,
    AnnouncementKind,
    OffsetsNotAllowed,
    in_words,
    offsets_judged,
)
from moim.contexts.notifications.domain.channels import OUTSIDE, Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.frequency import ALLOWANCES, Bucket, take
from moim.contexts.notifications.domain.gate import (
    Account,
    Decision,
    Question,
    Standing,
    Verdict,
    decide,
)
from moim.contexts.notifications.domain.law import Agreed, asked_again_at, lapses_at, night_until
from moim.contexts.notifications.domain.notice import Notice, State
from moim.contexts.notifications.domain.places import KOREAN_NAMES, clock_of
from moim.contexts.notifications.domain.quiet import (
    BadQuietHours,
    Window,
    judged,
    quiet_until,
)
from moim.contexts.notifications.domain.retry import Failure, after
from moim.contexts.notifications.domain.template import people
from moim.contracts.notifications import AnnouncementCancelled, AnnouncementRegistered
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import NOON

EVERYWHERE = frozenset(Channel)
SEOUL = ZoneInfo("Asia/Seoul")
NIGHT = Window(time(22), time(7))


def ask(channel: Channel = Channel.PUSH, kind: Kind = Kind.SOCIAL, **more: bool) -> Question:
    given_ = {"default": True} | more
    return Question(kind=kind, topic=Topic.COMMUNITY, lane=Lane.NORMAL, channel=channel, **given_)


def told(asked: Question, now: datetime = NOON, **about: object) -> Decision:
    known = {"reachable": EVERYWHERE} | about
    return decide(asked, Standing(**known), now)


def seoul(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SEOUL).astimezone(UTC)


def test_a_notice_goes_when_nothing_speaks_against_it():
    decision = told(ask())

    assert (decision.verdict, decision.reason) == (Verdict.SEND, "sent")
    assert next(step for step, _ in decision.steps) == "suppressed"
    assert decision.steps[-1] == ("send", "yes")


@pytest.mark.parametrize(
    ("asked", "about", "reason"),
    [
        (ask(), {"suppressed": frozenset({Channel.PUSH})}, "address-suppressed"),
        (ask(), {"account": Account.LOCKED}, "account-locked"),
        (ask(kind=Kind.SECURITY), {"account": Account.LEFT}, "account-left"),
        (ask(), {"consents": {("push", "service"): Agreed(False, NOON)}}, "service-refused"),
        (ask(kind=Kind.MARKETING), {}, "no-consent"),
        (
            ask(Channel.SMS, Kind.MARKETING, way_out=False),
            {"consents": {("sms", "marketing"): Agreed(True, NOON)}},
            "no-free-way-out",
        ),
        (ask(kind=Kind.MARKETING, way_out=False), {}, "no-consent"),
        (ask(), {"reachable": frozenset()}, "no-address"),
        (ask(muted=True), {}, "muted"),
        (ask(), {"wishes": {"community": {"push": False}}}, "topic-channel-off"),
        (ask(), {"wishes": {"all": {"push": False}}}, "channel-off"),
        (ask(default=False), {}, "off-by-default"),
        (ask(duplicate=True), {}, "duplicate"),
        (ask(bundled=True), {}, "bundled"),
        (ask(over_cap=True), {}, "too-frequent"),
        (
            ask(kind=Kind.MARKETING, over_cap=True),
            {"consents": {("push", "marketing"): Agreed(True, NOON)}},
            "too-many-advertisements",
        ),
    ],
)
def test_the_first_rule_that_says_no_is_the_reason(asked, about, reason):
    decision = told(asked, **about)

    assert decision.reason == reason
    assert not decision.goes


def test_the_most_specific_word_counts():
    wishes = {"all": {"push": False}, "community": {"push": True}}

    assert told(ask(default=False), wishes=wishes).goes
    assert told(ask(default=False), wishes={"all": {"push": True}}).goes


def test_security_is_told_whatever_was_wished_but_not_to_a_dead_address():
    asked = ask(kind=Kind.SECURITY, over_cap=True, muted=True)
    against = {
        "wishes": {"all": {"push": False}, "community": {"push": False}},
        "consents": {("push", "service"): Agreed(False, NOON)},
        "account": Account.LOCKED,
        "quiet": (Window(time(0), time(23, 59)),),
    }

    assert told(asked, **against).verdict is Verdict.SEND
    assert not told(asked, suppressed=frozenset({Channel.PUSH})).goes


def consented(*purposes: str, at: datetime = NOON) -> dict[tuple[str, str], Agreed]:
    return {
        (channel.value, purpose): Agreed(True, at) for channel in Channel for purpose in purposes
    }


@pytest.mark.parametrize("channel", [Channel.PUSH, Channel.SMS, Channel.WEBHOOK])
def test_no_advertising_by_night_in_korea_on_any_day_of_a_year(channel: Channel):
    day = date(2027, 1, 1)
    for _ in range(365):
        for at, allowed in (
            (time(7, 59, 59), False),
            (time(8), True),
            (time(20, 54, 59), True),
            (time(20, 55), False),
            (time(21), False),
            (time(23, 59), False),
        ):
            now = seoul(day, at)
            decision = told(
                ask(channel, Kind.MARKETING), now, consents=consented("marketing", at=now)
            )
            assert (decision.verdict is Verdict.SEND) is allowed, (day, at)
            if not allowed:
                assert decision.until is not None
                assert decision.until.astimezone(SEOUL).time() == time(8)
        day += timedelta(days=1)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
def test_korea_s_night_holds_for_whoever_is_abroad(zone: str):
    now = seoul(date(2027, 3, 14), time(22))

    decision = told(
        ask(kind=Kind.MARKETING), now, consents=consented("marketing", at=now), timezone=zone
    )

    assert (decision.verdict, decision.reason) == (Verdict.DEFER, "legal-night")


def test_by_night_advertising_goes_by_mail_or_with_consent_to_the_night():
    night = seoul(date(2027, 1, 1), time(23))
    agreed = consented("marketing", at=night)

    assert told(ask(Channel.EMAIL, Kind.MARKETING), night, consents=agreed).goes
    assert night_until(Channel.EMAIL, night) is None
    both = consented("marketing", "night", at=night)
    assert told(ask(kind=Kind.MARKETING), night, consents=both).verdict is Verdict.SEND
    old = consented("night", at=night - timedelta(days=731)) | consented("marketing", at=night)
    assert told(ask(kind=Kind.MARKETING), night, consents=old).reason == "legal-night"


def test_a_consent_holds_two_calendar_years_and_is_asked_about_a_month_before():
    leap = datetime(2028, 2, 29, 3, tzinfo=UTC)
    asked = ask(Channel.EMAIL, Kind.MARKETING)

    assert lapses_at(leap) == datetime(2030, 2, 28, 3, tzinfo=UTC)
    assert asked_again_at(leap) == datetime(2030, 1, 29, 3, tzinfo=UTC)
    agreed = consented("marketing", at=leap)
    last = lapses_at(leap) - timedelta(seconds=1)
    assert told(asked, last, consents=agreed).goes
    assert told(asked, lapses_at(leap), consents=agreed).reason == "consent-not-reconfirmed"


def test_advertising_knows_no_other_way_out():
    for channel in (Channel.APP, *OUTSIDE):
        assert not told(ask(channel, Kind.MARKETING)).goes


def test_the_end_of_a_quiet_window_is_the_first_moment_that_is_not_quiet():
    day = date(2026, 11, 2)

    assert quiet_until((NIGHT,), "Asia/Seoul", seoul(day, time(22))) == seoul(
        day + timedelta(days=1), time(7)
    )
    assert quiet_until((NIGHT,), "Asia/Seoul", seoul(day, time(7))) is None
    assert quiet_until((NIGHT,), "Asia/Seoul", seoul(day, time(21, 59, 59))) is None


def test_windows_that_touch_are_one_silence():
    windows = (NIGHT, Window(time(7), time(9)), Window(time(8, 30), time(10)))

    until = quiet_until(windows, "Asia/Seoul", seoul(date(2026, 11, 2), time(23)))

    assert until == seoul(date(2026, 11, 3), time(10))


def test_a_window_holds_on_its_days_and_into_the_next_morning():
    weekends = (Window(time(22), time(7), (5, 6)),)

    assert quiet_until(weekends, "Asia/Seoul", seoul(date(2026, 11, 9), time(6))) is not None
    assert quiet_until(weekends, "Asia/Seoul", seoul(date(2026, 11, 9), time(22))) is None


@pytest.mark.parametrize(
    ("windows", "now", "until"),
    [
        # 02:30 does not exist on 14 March 2027 in New York: the later meaning, 03:30 there.
        ((Window(time(1), time(2, 30)),), "2027-03-14T06:30:00Z", "2027-03-14T07:30:00Z"),
        # 01:30 comes twice on 7 November 2027: the second one.
        ((Window(time(0), time(1, 30)),), "2027-11-07T05:45:00Z", "2027-11-07T06:30:00Z"),
    ],
)
def test_a_change_of_clocks_never_ends_a_silence_inside_it(windows, now, until):
    found = quiet_until(windows, "America/New_York", datetime.fromisoformat(now))

    assert found == datetime.fromisoformat(until)


ZONES = ["Asia/Seoul", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Nowhere/Land"]


@settings(max_examples=200)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 365 * 24 * 60),
    st.lists(st.tuples(st.times(), st.times()), min_size=1, max_size=4),
)
def test_a_silence_always_ends_later_and_outside_every_window(zone, minutes, spans):
    windows = tuple(Window(start, end) for start, end in spans if start != end)
    now = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    until = quiet_until(windows, zone, now)

    if until is not None and until - now < timedelta(days=14):
        assert until > now
        again = quiet_until(windows, zone, until)
        assert again is None or all_day_long(windows)


def all_day_long(windows: tuple[Window, ...]) -> bool:
    """Whether together they leave no minute of a day."""
    minutes = set()
    for window in windows:
        start = window.start.hour * 60 + window.start.minute
        end = window.end.hour * 60 + window.end.minute + 1
        span = range(start, end) if window.end > window.start else range(start, end + 1440)
        minutes |= {minute % 1440 for minute in span}
    return len(minutes) == 1440


@pytest.mark.parametrize(
    "windows",
    [
        [Window(time(1), time(1))],
        [Window(time(1), time(2), ())],
        [Window(time(1), time(2), (7,))],
        [Window(time(1), time(2 + number)) for number in range(9)],
    ],
)
def test_windows_that_are_none_are_refused(windows):
    with pytest.raises(BadQuietHours):
        judged(windows)


def test_a_bucket_fills_again_with_time_and_never_over_its_brim():
    allowance = ALLOWANCES[Kind.MARKETING]
    held: Bucket | None = None
    for _ in range(allowance.burst):
        held = take(allowance, held, NOON)
        assert held is not None

    assert take(allowance, held, NOON) is None
    later = NOON + timedelta(seconds=allowance.every_s)
    assert take(allowance, held, later) is not None
    year = take(allowance, held, NOON + timedelta(days=365))
    assert year is not None
    assert year.tokens == allowance.burst - 1


def liked_notice() -> Notice:
    return Notice(
        id=new_id(),
        user_id=new_id(),
        key="k",
        template="post-liked",
        values={},
        at=NOON,
        first_at=NOON,
        state=State.UNREAD,
        actors=[new_id()],
    )


def test_a_bundle_gathers_for_ten_minutes_after_the_last_and_an_hour_at_most():
    notice, now = liked_notice(), NOON
    for _ in range(6):
        now += timedelta(minutes=10)
        assert notice.gathers(now)
        assert notice.join(new_id(), now)

    assert not notice.gathers(now + timedelta(minutes=1)), "an hour is over"
    assert (notice.count, len(notice.actors)) == (7, 7)
    read = liked_notice()
    read.read(NOON)
    assert not read.gathers(NOON), "who has read it is told anew"


def test_names_are_the_last_two_and_the_others_a_number():
    assert people(["민지", "철수", "영희"], 5, "ko") == "민지님, 철수님 외 3명"
    assert people(["Minji"], 1, "en") == "Minji"
    assert people(["Minji", "Chulsoo"], 3, "en") == "Minji, Chulsoo and 1 other"
    assert people([], 2, "ko") == "2명"


def test_what_may_have_arrived_is_not_sent_again_and_the_dead_are_not_tried():
    deadline = NOON + timedelta(hours=1)

    assert after(Failure.UNKNOWN, Kind.SECURITY, 1, NOON, deadline).again_at is None
    dead = after(Failure.DEAD_ADDRESS, Kind.SOCIAL, 1, NOON, deadline)
    assert (dead.again_at, dead.suppress) == (None, True)
    waits = [
        after(Failure.TRANSIENT, Kind.SOCIAL, tries, NOON, deadline).again_at
        for tries in range(1, 6)
    ]
    assert waits == [NOON + timedelta(seconds=wait) for wait in (5, 20, 80, 320)] + [None]
    late = after(Failure.TRANSIENT, Kind.SOCIAL, 1, NOON, deadline, retry_after_s=3_600)
    assert late.again_at is None, "a provider's wait is kept, or it is given up"


def race(starts_at: datetime, zone: str) -> Announcement:
    return Announcement.register(
        new_id(), new_id(), AnnouncementKind.RACE, "마라톤", "", starts_at, zone, NOON
    )


def test_a_race_is_registered_and_cancelled_once():
    made = race(NOON + timedelta(days=30), "Asia/Seoul")
    made.cancel("비", NOON)

    registered, cancelled = made.collect()
    assert isinstance(registered, AnnouncementRegistered)
    assert isinstance(cancelled, AnnouncementCancelled)
    with pytest.raises(AlreadyCancelled):
        made.cancel("눈", NOON)


def test_a_reminder_a_day_before_is_at_the_same_hour_on_the_wall_over_a_change_of_clocks():
    start = datetime(2027, 3, 14, 13, tzinfo=UTC)  # 09:00 in New York, on the first summer day
    made = race(start, "America/New_York")

    assert made.reminder_at(86_400) == datetime(2027, 3, 13, 14, tzinfo=UTC)
    assert made.reminder_at(3 * 3_600) == start - timedelta(hours=3)


def test_offsets_are_a_few_and_said_in_words():
    assert offsets_judged([3_600, 86_400, 3_600]) == (86_400, 3_600)
    for wrong in ([60], [100 * 86_400], list(range(300, 1_500, 100))):
        with pytest.raises(OffsetsNotAllowed):
            offsets_judged(wrong)
    assert in_words(10_800) == ("3시간 뒤", "in 3 hours")
    assert in_words(86_400) == ("1일 뒤", "in 1 day")


def test_only_sales_and_products_advertise():
    kinds = {
        kind: Announcement(
            id=new_id(),
            author_id=None,
            kind=kind,
            title="x",
            body="",
            starts_at=NOON,
            timezone="Asia/Seoul",
            made_at=NOON,
        ).advertises
        for kind in AnnouncementKind
    }

    assert [kind.value for kind, advertises in kinds.items() if advertises] == ["sale", "product"]


def test_a_number_is_proved_by_the_code_that_was_sent_to_it():
    claim = phone.Claim(
        user_id=new_id(), number=phone.judged("+82 (0)10-1234-5678"), code_hash=b"1", asked_at=NOON
    )
    wrong = claim.judge(b"2", NOON)

    assert isinstance(wrong, phone.WrongCode)
    assert wrong.details["tries_left"] == 4
    assert claim.judge(b"1", NOON + timedelta(minutes=9, seconds=59)) is None
    assert isinstance(claim.judge(b"1", NOON + timedelta(minutes=10)), phone.CodeExpired)
    assert phone.masked(claim.number) == "010-****-5678"


def test_a_code_fits_into_one_text_message():
    for language in ("ko", "en"):
        assert len(phone.code_told("123456", "모임", language).encode("cp949")) <= 90


@pytest.mark.parametrize(
    ("zone", "korean", "english"),
    [
        ("Asia/Seoul", "서울 시간", "Seoul time"),
        ("America/Los_Angeles", "로스앤젤레스 시간", "Los Angeles time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires 시간", "Buenos Aires time"),
        ("UTC", "UTC", "UTC"),
        ("Etc/GMT+9", "GMT+9", "GMT+9"),
    ],
)
def test_a_clock_is_called_by_its_place(zone: str, korean: str, english: str):
    assert (clock_of(zone, "ko"), clock_of(zone, "en")) == (korean, english)


def test_every_place_with_a_korean_name_is_a_zone():
    assert KOREAN_NAMES.keys() <= available_timezones()
