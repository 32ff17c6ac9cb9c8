import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.kernel.errors import Invalid
from moim.platform.http.texts import TextEmpty, TextNotAllowed, TextTooLong, clean_text

VISIBLE = ["Kim", "김철수", "👩‍👩‍👧‍👦 가족", "한강 10 km (왕복)", "naïve café", "☀️", "नमस्ते", "🏃‍♀️"]
DECEIVING = [
    "moderator\u202ekcab",
    "a\u200bb",
    "\ufeffKim",
    "nul\x00byte",
    "bell\x07",
    "\ud800",
    "\u3164",
    "line\u2028break",
    "isolate\u2066x\u2069",
    "tag\U000e0041",
    "\ufffe",
    "new\nline",
]


@pytest.mark.parametrize("text", VISIBLE)
def test_what_people_write_passes(text):
    assert clean_text(f"  {text} ", 40, "name") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", DECEIVING)
def test_what_deceives_is_refused_with_its_code_point(text):
    with pytest.raises(TextNotAllowed) as refused:
        clean_text(text, 40, "nickname")

    assert refused.value.details["field"] == "nickname"
    assert refused.value.details["code_point"] in refused.value.sentence("ko")


def test_hangul_typed_apart_is_put_together_before_it_is_counted():
    apart = unicodedata.normalize("NFD", "한강달리기")

    assert clean_text(apart, 5, "title") == "한강달리기"


@pytest.mark.parametrize("text", ["", "   ", "\u200d\u200d", "\ufe0f"])
def test_a_text_that_shows_nothing_is_empty(text):
    with pytest.raises(TextEmpty):
        clean_text(text, 10, "title")


def test_an_empty_text_may_be_allowed():
    assert clean_text("  ", 10, "note", empty=True) == ""


def test_too_long_is_refused_before_and_after_normalising():
    for text in ("a" * 11, "가" * 11, "a" * 1_000_000):
        with pytest.raises(TextTooLong):
            clean_text(text, 10, "title")


def test_line_breaks_are_for_texts_of_many_lines_and_are_all_alike():
    assert clean_text("a\r\nb\rc\n\td", 20, "post", lines=True) == "a\nb\nc\n\td"


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean_text(text, 200, "any", lines=True, empty=True)
    except Invalid:
        return
    assert clean_text(once, 200, "any", lines=True, empty=True) == once
    once.encode()
