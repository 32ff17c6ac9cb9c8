"""What advertising must begin and end with, and how long a text message is (domain alone)."""

import unicodedata
from dataclasses import replace

import pytest

from moim.contexts.notifications.domain.channels import Kind
from moim.contexts.notifications.domain.template import (
    EN,
    KO,
    BadTemplate,
    Words,
    lint,
    rendered,
    rendered_text,
)
from moim.contexts.notifications.domain.text_message import TextMessage, text_message
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from tests.contexts.notifications.test_channels import parcel

AD = TEMPLATES["advertisement"]
VALUES = {
    "title": "신발 세일",
    "body": "오늘만 반값",
    "starts": "12월 1일",
    "sender": "한강 크루",
    "contact": "0212345678",
    "optout": "080-123-4567",
}


def texted(words: Words = AD.ko, language: str = KO, **changes: str) -> TextMessage:
    said = rendered_text(Kind.MARKETING, words, VALUES | changes, language)
    return text_message(said.title, said.body, first=said.first, last=said.last)


def euc_kr_bytes(text: str | None) -> int:
    return len((text or "").encode("cp949"))


def test_an_advertisement_as_text_begins_with_label_and_sender_and_ends_with_the_way_out():
    assert texted().text.splitlines() == [
        "(광고)한강 크루 0212345678",
        "신발 세일",
        "오늘만 반값 (12월 1일)",
        "무료수신거부 080-123-4567",
    ]
    english = texted(AD.en, EN).text.splitlines()
    assert (english[0], english[-1]) == (
        "(광고)한강 크루 0212345678",
        "무료수신거부 (free opt-out) 080-123-4567",
    )


def test_however_long_an_advertisement_is_its_beginning_and_end_are_whole():
    long = texted(body="가" * 3_000)

    assert long.text.startswith("(광고)한강 크루 0212345678\n신발 세일\n가")
    assert long.text.endswith("가\n무료수신거부 080-123-4567")
    assert euc_kr_bytes(long.text) in (1_999, 2_000)
    assert long.subject == "(광고)한강 크루 0212345678 신발 세일"
    assert euc_kr_bytes(texted(sender="아주 긴 이름의 크루 " * 4).subject) <= 40


@pytest.mark.parametrize(
    "title",
    [
        "(광고) 신발 세일",
        "[광고]신발 세일",
        "( 광 고 )신발 세일",
        "【광고】 신발 세일",
        "신발 세일",
    ],
)
def test_a_label_that_was_typed_is_not_there_twice_nor_in_another_form(title: str):
    said = rendered(Kind.MARKETING, AD.ko, VALUES | {"title": title}, KO)

    assert said.title == "(광고) 신발 세일"
    assert texted(title=title).text.splitlines()[1] == "신발 세일"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("가" * 45, True),
        ("가" * 45 + "a", False),
        ("a" * 90, True),
        ("뷁" * 45, True),
        (unicodedata.normalize("NFD", "각") * 45, True),
        ("é" * 90, True),
        ("🏃" * 90 + "a", True),
    ],
)
def test_ninety_bytes_are_a_short_message_and_one_more_a_long_one(text: str, short: bool):
    assert (text_message("", text).subject is None) is short


def test_line_ends_count_too():
    assert text_message("a" * 44, "a" * 45).subject is None
    assert text_message("a" * 45, "a" * 45).subject == "a" * 40


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("오늘 🏃 달리기 🏃", "오늘 달리기"),
        (unicodedata.normalize("NFD", "한강"), "한강"),
        ("오늘\u00a0세일", "오늘 세일"),
        ("₩5,000 – 10 km — café", "￦5,000 - 10 km ― cafe"),
    ],
)
def test_what_euc_kr_has_not_is_said_as_near_as_it_can(typed: str, sent: str):
    assert text_message("", typed).text == sent


@pytest.mark.parametrize(
    "body",
    [
        "{body} {starts}",
        "{body} {starts}\n{sender} {contact}",
        "{sender} {contact} {optout}\n{body} {starts}",
        "{body} {starts} {sender} {contact} {optout}",
    ],
)
def test_words_of_an_advertisement_close_with_who_sends_it_and_the_way_out(body: str):
    with pytest.raises(BadTemplate):
        lint(Kind.MARKETING, Words("{title}", body), Words("{title}", body))
    with pytest.raises(BadTemplate):
        lint(Kind.MARKETING, AD.ko, replace(AD.en, title="(광 고) {title}"))


def test_a_push_that_is_cut_keeps_the_way_out():
    said = rendered(Kind.MARKETING, AD.ko, VALUES | {"body": "가" * 2_000}, KO)
    ad = replace(parcel(body=said.body), last=said.last)

    cut = ad.body_within(800)

    assert len(cut) == 800
    assert cut.endswith("가…\n보내는 이: 한강 크루 (0212345678). 무료수신거부 080-123-4567")
    assert parcel(body="가" * 900).body_within(800).endswith("가…")
