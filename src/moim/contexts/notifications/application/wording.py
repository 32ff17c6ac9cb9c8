"""Which words a template has here: the ones that came with it, or this instance's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.domain.channels import Kind
from moim.contexts.notifications.domain.template import (
    EN,
    KO,
    LEGAL,
    Rendered,
    Template,
    Words,
    lint,
    rendered,
    rendered_text,
    variables_of,
)
from moim.contexts.notifications.domain.text_message import TextMessage, text_message
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.contexts.notifications.domain.wording import Wording
from moim.kernel.errors import Changed, NotFound

FIXED = frozenset({Kind.SECURITY})
SAMPLES = {
    "people": ("민지님, 철수님 외 3명", "Minji, Chulsoo and 3 others"),
    "title": ("한강 10km 같이 뛰실 분", "10 km along the river"),
    "count": ("5", "5"),
    "tag": ("러닝", "running"),
    "nickname": ("민지", "Minji"),
    "starts": ("2026년 12월 1일 09:00, 서울 시간", "1 December 2026 09:00, Seoul time"),
    "in": ("3시간 뒤", "in 3 hours"),
    "body": ("뚝섬에서 출발합니다.", "We start at Ttukseom."),
    "on": ("2026-12-01", "2026-12-01"),
    "channel": ("이메일", "e-mail"),
    "purpose": ("광고성 정보", "advertising"),
    "figures": ("달리기 3회, 24.5 km", "3 runs, 24.5 km"),
    "titles": ("새 댓글이 달렸습니다", "You have a new comment"),
    "notice": ("챌린지가 시작되었습니다", "The challenge has begun"),
    "resolution": ("반영했습니다", "done"),
    "outcome": ("승인되었습니다", "approved"),
    "topic": ("게시판", "boards"),
    "to": ("높음", "high"),
    "reason": ("스팸·홍보", "spam"),
    "what": ("확인을 기다리던 글", "Your post"),
    "sender": ("모임", "Moim"),
    "contact": ("moim@example.com", "moim@example.com"),
    "optout": ("https://example.com/u/…", "https://example.com/u/…"),
}
BY_TEXT = {"contact": "02-123-4567", "optout": "080-123-4567"}


def words_of(template: Template, language: str, work: Work) -> Words:
    """The newest version of this instance, or what came with the program."""
    own = work.wordings.newest(template.name)
    if own is None:
        return template.words(language)
    return Words(own.ko_title, own.ko_body) if language == KO else Words(own.en_title, own.en_body)


@dataclass(frozen=True, kw_only=True)
class Reword:
    """``number`` is that of the version that was read before; 0 for the program's own words."""

    name: str
    author_id: UUID
    ko: Words
    en: Words
    number: int | None


def reword(command: Reword, work: Work) -> Wording:
    """A new version. Raises BadTemplate."""
    template = _known(command.name)
    held = work.wordings.newest(command.name)
    before = 0 if held is None else held.number
    if command.number not in (None, before):
        raise Changed
    allowed = variables_of(template.ko) | set(LEGAL)
    lint(template.kind, command.ko, command.en, allowed)
    made = Wording(
        name=command.name,
        number=before + 1,
        ko_title=command.ko.title,
        ko_body=command.ko.body,
        en_title=command.en.title,
        en_body=command.en.body,
        author_id=command.author_id,
        at=work.now,
    )
    work.wordings.add(made)
    return made


def newest_of_all(_: None, work: Work) -> Mapping[str, Wording]:
    """The versions in force of those that were changed here, by name."""
    return work.wordings.newest_of_all()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """How these words would read; those in force if none are given."""

    name: str
    ko: Words | None
    en: Words | None


@dataclass(frozen=True, kw_only=True)
class Previewed:
    """One language: as it is read, and as a text message."""

    words: Rendered
    text: TextMessage


def preview(wanted: Preview, work: Work) -> dict[str, Previewed]:
    """Both languages with sample values. Raises BadTemplate."""
    template = _known(wanted.name)
    ko = wanted.ko or words_of(template, KO, work)
    en = wanted.en or words_of(template, EN, work)
    lint(template.kind, ko, en, variables_of(template.ko) | set(LEGAL))
    shown = {}
    for at, (language, words) in enumerate(((KO, ko), (EN, en))):
        named = variables_of(words) | set(LEGAL)
        values = {name: SAMPLES.get(name, (f"[{name}]",) * 2)[at] for name in named}
        texted = rendered_text(template.kind, words, values | BY_TEXT, language)
        shown[language] = Previewed(
            words=rendered(template.kind, words, values, language),
            text=text_message(texted.title, texted.body, first=texted.first, last=texted.last),
        )
    return shown


def _known(name: str) -> Template:
    template = TEMPLATES.get(name)
    if template is None or template.kind in FIXED:
        raise NotFound
    return template
