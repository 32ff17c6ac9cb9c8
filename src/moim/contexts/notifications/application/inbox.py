"""Use cases of the inbox: reading it, and why something came or did not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.application.wording import words_of
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.notice import Notice, State
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contexts.notifications.domain.sending import Sending
from moim.contexts.notifications.domain.template import (
    language_of,
    people,
    rendered,
    rendered_text,
)
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.kernel.errors import NotFound

INBOX = (State.UNREAD, State.READ)
SHOWN = frozenset({State.UNREAD, State.READ, State.ARCHIVED})
NAMED_MAX = 2


@dataclass(frozen=True, kw_only=True)
class Item:
    """A notice in its reader's language; ``first`` and ``last`` as in Rendered."""

    notice: Notice
    topic: str
    kind: str
    title: str
    body: str
    link: str
    actors: Sequence[tuple[UUID, str]]
    first: str = ""
    last: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """``unread`` and ``unseen`` count the whole inbox, not the page."""

    items: Sequence[Item]
    unread: int
    unseen: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """``after`` is where the page before ended; ``language`` that of the account if not said."""

    user_id: UUID
    states: Sequence[State]
    after: tuple[datetime, UUID] | None
    limit: int
    language: str | None


def recipient_of(user_id: UUID, work: Work) -> Recipient:
    """What is known of the person."""
    return work.recipients.get(user_id)


def page_of(wanted: Wanted, work: Work) -> Page:
    """The newest first."""
    recipient = work.recipients.get(wanted.user_id)
    language = wanted.language or language_of(recipient.locale)
    found = work.notices.page(wanted.user_id, wanted.states, wanted.after, wanted.limit)
    unread, unseen = work.notices.counts(wanted.user_id)
    return Page(items=told(found, language, work), unread=unread, unseen=unseen)


def told(
    notices: Sequence[Notice], language: str, work: Work, channel: Channel = Channel.APP
) -> list[Item]:
    """In words; names are looked up now, so that of who left none is shown."""
    ids = {id for notice in notices for id in notice.actors[:NAMED_MAX]}
    names = work.recipients.names(ids)
    return [_item(notice, language, names, channel, work) for notice in notices]


def _item(
    notice: Notice,
    language: str,
    names: Mapping[UUID, str],
    channel: Channel,
    work: Work,
) -> Item:
    template = TEMPLATES[notice.template]
    named = [] if template.unnamed else notice.actors[:NAMED_MAX]
    shown = [(id, names[id]) for id in named if id in names]
    values: dict[str, Any] = {
        "people": people([name for _, name in shown], notice.count, language),
        "count": notice.count,
        **notice.values,
        **work.instance.values(channel),
    }
    render = rendered_text if channel is Channel.SMS else rendered
    words = render(template.kind, words_of(template, language, work), values, language)
    subject = "" if notice.subject_id is None else str(notice.subject_id)
    return Item(
        notice=notice,
        topic=template.topic.value,
        kind=template.kind.value,
        title=words.title,
        body=words.body,
        link=template.link.replace("{subject_id}", subject),
        actors=shown,
        first=words.first,
        last=words.last,
    )


@dataclass(frozen=True, kw_only=True)
class Which:
    """One notice of a person."""

    user_id: UUID
    id: UUID


def read_one(which: Which, work: Work) -> Notice:
    """Mark it read."""
    notice = _own(which, work)
    if notice.read(work.now):
        work.notices.save(notice)
    return notice


def archive_one(which: Which, work: Work) -> Notice:
    """Put it away."""
    notice = _own(which, work)
    if notice.archive(work.now):
        work.notices.save(notice)
    return notice


@dataclass(frozen=True, kw_only=True)
class UpTo:
    """Those not newer than ``at``; all there are if it is not said."""

    user_id: UUID
    at: datetime | None


def read_all(which: UpTo, work: Work) -> int:
    """Mark all as read; how many."""
    return work.notices.read_all(which.user_id, which.at or work.now)


def see_all(which: UpTo, work: Work) -> int:
    """Mark all as seen: the number on the bell goes, what is unread stays so."""
    return work.notices.see_all(which.user_id, which.at or work.now)


@dataclass(frozen=True, kw_only=True)
class Why:
    """What the gate said when the notice was queued, and what became of each sending."""

    decisions: Mapping[str, Mapping[str, Any]]
    sendings: Sequence[Sending]


def why(which: Which, work: Work) -> Why:
    """For its reader alone."""
    notice = _own(which, work)
    return Why(decisions=json.loads(notice.decisions), sendings=work.sendings.of_notice(notice.id))


def _own(which: Which, work: Work) -> Notice:
    notice = work.notices.find(which.id)
    if notice is None or notice.user_id != which.user_id or notice.state not in SHOWN:
        raise NotFound
    return notice
