"""What may be typed: addresses, nicknames, passwords, regions and the rest of a profile."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.users.domain.email import Email, EmailNotAllowed
from moim.contexts.users.domain.nickname import Nickname, NicknameNotAllowed
from moim.contexts.users.domain.password import (
    PasswordIsName,
    PasswordTooLong,
    PasswordTooShort,
    typed,
)
from moim.contexts.users.domain.profile import (
    Body,
    Profile,
    UnknownLocale,
    UnknownTimezone,
    ValueNotAllowed,
    revised,
)
from moim.contexts.users.domain.regions import REGIONS, UnknownRegion, official_region
from moim.contexts.users.domain.roles import Role, may_moderate
from moim.contexts.users.domain.session import DeviceLabelNotAllowed, tidy_label
from moim.kernel.errors import Refusal
from tests.contexts.users.people import NOON, POLICY

MINJI = (Email.of("minji.run@example.com"), Nickname.of("달려라민지"))
PLAIN = Profile(nickname=MINJI[1])


@pytest.mark.parametrize(
    "raw",
    ["a@example.com", "A.b+tag@sub.example.co.kr", "민지@example.com", "run@한국.kr", "o'k@x.io"],
)
def test_an_address_that_mail_can_go_to(raw: str) -> None:
    assert Email.of(raw).text.isprintable()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "@",
        "a@",
        "@example.com",
        "a@localhost",
        "a@10.0.0.1",
        "a b@example.com",
        "a@@example.com",
        ".a@example.com",
        "a..b@example.com",
        "a@-x.com",
        "a@x..com",
        "a\r\nbcc: x@example.com",
        "a@example.com\nx",
        "a<b@example.com",
        "\u202ea@example.com",
        "x" * 65 + "@example.com",
        "a@" + "x" * 250 + ".com",
        "a@" + "ü" * 70 + ".com",
    ],
)
def test_what_is_no_address(raw: str) -> None:
    with pytest.raises(EmailNotAllowed):
        Email.of(raw)


def test_addresses_that_differ_in_case_or_composition_are_one() -> None:
    assert Email.of("Minji@EXAMPLE.com").key == Email.of("minji@example.COM ").key
    decomposed = unicodedata.normalize("NFD", "민지@example.com")
    assert Email.of(decomposed).key == Email.of("민지@example.com").key


def test_an_address_does_not_show_itself() -> None:
    assert "minji" not in repr(Email.of("minji@example.com"))


@pytest.mark.parametrize("raw", ["민지", "Run-Kim 7", "🏃달려", "x" * 20, "é" * 20])
def test_a_nickname_that_will_do(raw: str) -> None:
    assert Nickname.of(unicodedata.normalize("NFD", raw)).text == unicodedata.normalize("NFC", raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "김",
        "x" * 21,
        " a ",
        "a  b",
        "a\tb",
        "a\u200bb",
        "ab\u202e",
        "\u3164\u3164\u3164",
        "a\u2028b",
        "ab\0",
        "\u0301\u0301ab",
        "ab" + "\u0335" * 50,
        "ab\ud800",
    ],
)
def test_a_nickname_that_will_not_do(raw: str) -> None:
    with pytest.raises(NicknameNotAllowed):
        Nickname.of(raw)


@given(st.text(max_size=60))
def test_a_nickname_is_refused_or_already_tidy(raw: str) -> None:
    try:
        nickname = Nickname.of(raw)
    except NicknameNotAllowed:
        return
    assert Nickname.of(nickname.text) == nickname
    assert nickname.key == Nickname(nickname.text.upper()).key or not nickname.text.isascii()
    assert unicodedata.is_normalized("NFC", nickname.text)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_taken_or_refused_with_a_sentence(raw: str) -> None:
    for judge in (
        Email.of,
        Nickname.of,
        official_region,
        tidy_label,
        lambda text: POLICY.judge(text, *MINJI),
        lambda text: revised(PLAIN, {"name": text}, NOON),
        lambda text: revised(PLAIN, {"bio": text}, NOON),
        lambda text: revised(PLAIN, {"locale": text}, NOON),
        lambda text: revised(PLAIN, {"timezone": text}, NOON),
    ):
        refusal = None
        try:
            judge(raw)
        except Refusal as raised:
            refusal = raised
        assert refusal is None or refusal.sentence("ko") != refusal.sentence("en")


def test_a_password_is_long_enough_and_has_no_other_rule() -> None:
    POLICY.judge("aaaaaaaaab", *MINJI)
    POLICY.judge("긴 문장이 좋은 비밀번호", *MINJI)
    POLICY.judge("x" * 256, *MINJI)
    with pytest.raises(PasswordTooShort):
        POLICY.judge("123456789", *MINJI)
    with pytest.raises(PasswordTooLong):
        POLICY.judge("x" * 257, *MINJI)


@pytest.mark.parametrize(
    "password",
    ["Minji.Run@Example.com", "minji.run1!", "달려라민지달려라민지", "달려라민지달려라민지99"],
)
def test_a_password_is_not_its_owners_name(password: str) -> None:
    with pytest.raises(PasswordIsName):
        POLICY.judge(password, *MINJI)


def test_the_same_password_from_another_keyboard() -> None:
    korean = "달려라민지야힘내자"
    assert typed(unicodedata.normalize("NFD", korean)) == typed(korean)


def test_every_official_region_is_known_and_other_spellings_are_not() -> None:
    assert len(REGIONS) == 18
    assert sum(len(districts) for districts in REGIONS.values()) == 256
    for province, districts in REGIONS.items():
        assert len(set(districts)) == len(districts)
        for district in districts:
            assert official_region(f" {province}  {district} ") == f"{province} {district}"
    for wrong in (
        "서울",
        "서울시 마포구",
        "부산광역시 마포구",
        "마포구",
        "",
        "서울특별시 마포구 합정동",
    ):
        with pytest.raises(UnknownRegion):
            official_region(wrong)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"timezone": "Seoul"}, UnknownTimezone),
        ({"timezone": "../etc/passwd"}, UnknownTimezone),
        ({"locale": "korean"}, UnknownLocale),
        ({"locale": "ko-KR\n"}, UnknownLocale),
        ({"name": "x" * 51}, ValueNotAllowed),
        ({"bio": "x" * 501}, ValueNotAllowed),
        ({"name": "a\u202eb"}, ValueNotAllowed),
        ({"birth_year": 1899}, ValueNotAllowed),
        ({"birth_year": NOON.year + 1}, ValueNotAllowed),
        ({"height_cm": 49.9}, ValueNotAllowed),
        ({"weight_kg": 401}, ValueNotAllowed),
        ({"resting_heart_rate_bpm": 121}, ValueNotAllowed),
        ({"max_heart_rate_bpm": 99}, ValueNotAllowed),
        ({"resting_heart_rate_bpm": 110, "max_heart_rate_bpm": 105}, ValueNotAllowed),
    ],
)
def test_a_profile_value_out_of_its_limits(
    values: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        revised(PLAIN, values, NOON)


def test_a_profile_keeps_what_is_not_named_and_empties_what_is_null() -> None:
    first = revised(
        PLAIN,
        {
            "name": "김민지",
            "height_cm": 168,
            "weight_kg": 57,
            "bio": "달립니다 👨‍👩‍👧\r\n매일",
            "gender": "female",
        },
        NOON,
    )

    second = revised(first, {"name": None, "weight_kg": None, "locale": "en-US"}, NOON)

    assert (second.name, second.body, second.locale) == (None, Body(height_cm=168), "en-US")
    assert (second.bio, second.gender) == ("달립니다 👨‍👩‍👧\n매일", first.gender)


@given(st.frozensets(st.sampled_from(Role)), st.frozensets(st.sampled_from(Role)))
def test_nobody_moderates_an_equal_and_no_two_moderate_each_other(
    these: frozenset[Role], others: frozenset[Role]
) -> None:
    assert not may_moderate(these, these)
    assert not (may_moderate(these, others) and may_moderate(others, these))


def test_a_device_label_is_seen_whole() -> None:
    assert tidy_label(" 민지의 워치 ") == "민지의 워치"
    assert tidy_label("") is tidy_label(None) is None
    for wrong in ("x" * 81, "a\nb", "a\u200fb"):
        with pytest.raises(DeviceLabelNotAllowed):
            tidy_label(wrong)
