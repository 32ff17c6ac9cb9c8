"""The web app's files hold together: words, signs, imports and what they must never do."""

import re
from pathlib import Path

import pytest

import moim.apps
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.contexts.users.domain.regions import REGIONS

WEB = Path(moim.apps.__file__).parent / "web"
ASSETS = WEB / "assets"
MODULES = sorted(ASSETS.rglob("*.js"))
DICTIONARIES = {"ko.js", "en.js"}
VIEWS = [path for path in MODULES if path.name not in DICTIONARIES]
LINES_MAX = 300


def words(language: str) -> dict[str, str]:
    text = (ASSETS / f"{language}.js").read_text("utf-8")
    return dict(re.findall(r'^  "([^"]+)": "((?:[^"\\]|\\.)*)",$', text, re.MULTILINE))


def test_no_two_tests_take_one_nickname():
    """They share a program if they share a process, and to it "Kim" and "kim" are one."""
    sources = (path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    taken = [
        name.casefold() for text in sources for name in re.findall(r'sign_up\("(.+?)"\)', text)
    ]

    assert sorted(set(taken)) == sorted(taken)


def test_where_notices_and_letters_lead_there_is_a_page():
    pages = [
        re.compile(re.sub(r":\w+", "[^/]+", path))
        for path in re.findall(
            r'^route\("(/[^"]*)"', (ASSETS / "main.js").read_text("utf-8"), re.MULTILINE
        )
    ]
    links = {template.link.partition("?")[0] for template in TEMPLATES.values() if template.link}
    links |= {"/unsubscribe/x", "/verify/x", "/reset/x"}

    nowhere = [link for link in sorted(links) if not any(page.fullmatch(link) for page in pages)]

    assert len(pages) > 50
    assert nowhere == []


def test_both_languages_say_everything():
    ko, en = words("ko"), words("en")
    assert ko.keys() == en.keys()
    assert all(text.strip() for text in [*ko.values(), *en.values()])


def test_both_languages_fill_in_the_same_values():
    ko, en = words("ko"), words("en")
    blanks = re.compile(r"\{(\w+)\}")
    for key in ko:
        assert set(blanks.findall(ko[key])) == set(blanks.findall(en[key])), key


def test_every_word_that_is_asked_for_exists_and_none_is_left_over():
    known = {key.removesuffix(".one") for key in words("ko")}
    source = "\n".join(path.read_text("utf-8") for path in VIEWS)
    asked = set(re.findall(r'"([a-z]+\.[a-z_]+)"', source))
    families = set(re.findall(r"`([a-z]+\.[a-z_]*)\$\{", source))
    literal = set(re.findall(r'\bt\(\s*"([^"]+)"', source)) | set(
        re.findall(r'key: "([a-z]+\.[a-z_]+)"', source)
    )
    assert literal - known == set()
    assert {
        key for key in known - asked if not any(key.startswith(family) for family in families)
    } == set()


def test_the_regions_that_can_be_chosen_are_those_an_account_may_have():
    source = (ASSETS / "region-names.js").read_text("utf-8")
    listed = re.findall(r'\["([^"]+)", "[^"]+", "[^"]+", ["`]([^"`]*)["`]\]', source)
    districts = {name: tuple(text.split()) for name, text in listed}
    romanised = re.findall(r"([가-힣]+[시군구])\s+([A-Z][a-z]+)-(si|gun|gu)\b", source)

    assert districts == REGIONS
    assert {name for name, _, _ in romanised} == {one for own in REGIONS.values() for one in own}
    assert {name[-1] + kind for name, _, kind in romanised} == {"시si", "군gun", "구gu"}


def test_every_sign_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r"^  (\w+): \[", (ASSETS / "signs.js").read_text("utf-8"), re.MULTILINE))
    source = "\n".join(path.read_text("utf-8") for path in VIEWS)
    asked = set(re.findall(r'icon\("([a-z]+)"', source))
    asked |= set(re.findall(r'sign: "([a-z]+)"', source))
    assert asked - drawn == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_what_exists(path: Path):
    text = path.read_text("utf-8")
    for target in re.findall(r'(?:from|import\() ?"(\.[^"]+)"', text):
        assert (path.parent / target).is_file(), target


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.name)
def test_no_module_turns_data_into_markup(path: Path):
    text = path.read_text("utf-8")
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert way not in text


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.name)
def test_a_module_has_one_subject_of_readable_size(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= LINES_MAX


def test_only_one_module_talks_to_the_server():
    talking = [
        path.name
        for path in VIEWS
        if re.search(r"\bfetch\(|XMLHttpRequest", path.read_text("utf-8"))
    ]
    assert talking == ["api.js"]


def test_nothing_is_loaded_from_elsewhere():
    for path in [WEB / "index.html", *ASSETS.rglob("*.js"), *ASSETS.rglob("*.css")]:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), path.name


def test_the_page_needs_no_inline_script_or_style():
    text = (WEB / "index.html").read_text("utf-8")
    assert "style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    for linked in re.findall(r'(?:href|src)="/(assets/[^"]+)"', text):
        assert (WEB / linked).is_file(), linked
