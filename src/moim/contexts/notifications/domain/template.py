"""A kind of message: what it is about, on which channels it goes by itself, and its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.law import AD_LABEL
from moim.kernel.errors import Invalid

KO, EN = "ko", "en"
LANGUAGES = (KO, EN)
TITLE_LENGTH_MAX = 200
BODY_LENGTH_MAX = 2_000
LEGAL = ("sender", "contact", "optout")
SENT_BY = "[{sender}]"
TEXT_FIRST = AD_LABEL + "{sender} {contact}"
TEXT_LAST = {KO: "무료수신거부 {optout}", EN: "무료수신거부 (free opt-out) {optout}"}
_NAME = re.compile(r"[a-z][a-z_]{0,29}")
_OWN_LABEL = re.compile(r"\s*[(\[（［【<]\s*광\s*고\s*[)\]）］】>]\s*")


class BadTemplate(Invalid):
    """A wording that would not come out right for some reader."""

    code = "template-not-allowed"
    ko = "템플릿을 쓸 수 없습니다: {problem}"
    en = "This template cannot be used: {problem}"


@dataclass(frozen=True)
class Words:
    """One language of a template; ``{name}`` stands for a variable."""

    title: str
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """``channels`` are those it goes on unless its reader says otherwise.

    ``bundled`` gathers what follows the first within the window; ``quiet_copy`` lies in the inbox
    as read from the start: a receipt. ``unnamed`` says not who did it: a moderator, or who
    keeps something. ``link`` is where its reader is led, a path of the pages.
    """

    name: str
    topic: Topic
    kind: Kind
    ko: Words
    en: Words
    lane: Lane = Lane.NORMAL
    channels: frozenset[Channel] = field(default_factory=lambda: frozenset({Channel.APP}))
    bundled: bool = False
    quiet_copy: bool = False
    unnamed: bool = False
    link: str = ""

    def words(self, language: str) -> Words:
        """Korean for whoever reads Korean, English for everybody else."""
        return self.ko if language == KO else self.en


@dataclass(frozen=True)
class Rendered:
    """What its reader reads.

    Of advertising, ``last`` is what it ends with however it is cut; ``first`` what a text begins
    with, before its title.
    """

    title: str
    body: str
    first: str = ""
    last: str = ""


def language_of(locale: str) -> str:
    """``ko`` or ``en``."""
    return KO if locale.partition("-")[0] == KO else EN


def variables_of(words: Words) -> frozenset[str]:
    """The variables it names. Raises BadTemplate for anything but plain names in braces."""
    return _named(words.title) | _named(words.body)


def _named(text: str) -> frozenset[str]:
    names: set[str] = set()
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise BadTemplate(problem=str(error), field="words") from None
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if not _NAME.fullmatch(name) or form or conversion:
            raise BadTemplate(problem=f"{{{name}}}", field="words")
        names.add(name)
    return frozenset(names)


def lint(kind: Kind, ko: Words, en: Words, allowed: frozenset[str] | None = None) -> None:
    """Raise BadTemplate unless both languages say the same and the law is kept."""
    for words in (ko, en):
        if not 0 < len(words.title) <= TITLE_LENGTH_MAX or len(words.body) > BODY_LENGTH_MAX:
            raise BadTemplate(problem="length", field="words")
    named, other = variables_of(ko), variables_of(en)
    if named != other:
        different = ", ".join(sorted(named ^ other))
        raise BadTemplate(problem=f"ko ≠ en: {different}", field="words")
    if allowed is not None and (unknown := named - allowed):
        raise BadTemplate(problem=f"unknown: {', '.join(sorted(unknown))}", field="words")
    if kind is Kind.MARKETING:
        _lint_advertising(ko)
        _lint_advertising(en)


def _lint_advertising(words: Words) -> None:
    """Who sends it and the way out close the body, in lines of their own: those are never cut."""
    _, closing = _parted(words.body)
    named = _named(closing)
    if missing := [name for name in LEGAL if name not in named]:
        problem = f"not in last lines of their own: {', '.join(missing)}"
        raise BadTemplate(problem=problem, field="words")
    if words.title.lstrip().startswith(("(", "[")):
        raise BadTemplate(problem=f"{AD_LABEL} is put before it", field="words")


def _parted(body: str) -> tuple[str, str]:
    """What it says, and its last lines: those that name sender, contact and way out alone."""
    lines = body.rstrip().split("\n")
    kept = len(lines)
    while kept and (named := _named(lines[kept - 1])) and named <= set(LEGAL):
        kept -= 1
    return "\n".join(lines[:kept]), "\n".join(lines[kept:])


def rendered(kind: Kind, words: Words, values: Mapping[str, object], language: str) -> Rendered:
    """The words with their values; what is not known is left out, and an ad says that it is one.

    A value may be given as ``name_ko`` and ``name_en`` where it reads differently.
    """
    given = _Values(values)
    given.language = language
    title, body = (text.format_map(given).strip() for text in (words.title, words.body))
    if kind is not Kind.MARKETING:
        return Rendered(title, body)
    # Who wrote the label themselves, or something like it, does not have it twice.
    title = f"{AD_LABEL} {_OWN_LABEL.sub('', title, count=1) if _OWN_LABEL.match(title) else title}"
    return Rendered(title, body, last=_parted(words.body)[1].format_map(given).strip())


def rendered_text(
    kind: Kind, words: Words, values: Mapping[str, object], language: str
) -> Rendered:
    """The same for a text message, which begins with its sender: an ad with label and contact too.

    The free way out comes last, in the place of the words' own last lines (시행령 별표 6).
    """
    whole = rendered(kind, words, values, language)
    given = _Values(values)
    given.language = language
    if kind is not Kind.MARKETING:
        return replace(whole, first=SENT_BY.format_map(given))
    return Rendered(
        title=whole.title.removeprefix(AD_LABEL).strip(),
        body=_parted(words.body)[0].format_map(given).strip(),
        first=TEXT_FIRST.format_map(given).strip(),
        last=TEXT_LAST[language].format_map(given),
    )


class _Values(dict[str, object]):
    language = KO

    def __missing__(self, key: str) -> object:
        return self.get(f"{key}_{self.language}", "")


def people(names: list[str], count: int, language: str) -> str:
    """``민지님, 철수님 외 3명``: the last two by name, the others by number."""
    shown = names[:2]
    others = max(count, len(shown)) - len(shown)
    if language == KO:
        if not shown:
            return f"{count}명"
        told = ", ".join(f"{name}님" for name in shown)
        return f"{told} 외 {others}명" if others else told
    if not shown:
        return "Somebody" if count == 1 else f"{count} people"
    if not others:
        return " and ".join(shown)
    return f"{', '.join(shown)} and {others} other{'s' if others > 1 else ''}"
