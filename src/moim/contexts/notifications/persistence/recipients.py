"""People as rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.gate import Account, Standing
from moim.contexts.notifications.domain.law import Agreed
from moim.contexts.notifications.domain.quiet import Window
from moim.contexts.notifications.domain.recipient import Recipient
from moim.contexts.notifications.persistence.erasure import erase
from moim.contexts.notifications.persistence.tables import consent_ledger, mutes, recipients
from moim.kernel.ids import new_id
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

_SEEN = ("account", "timezone", "wishes", "consents", "quiet", "reachable", "suppressed")
_KNOWN = ("nickname", "locale", "region", "email_hash", "signed_in_at", "settings_version")
_NOBODY = Recipient(user_id=UUID(int=0))
_PORTION = 500  # names a statement
_GET = Prepared(
    select(*(recipients.c[name] for name in (*_SEEN, *_KNOWN, "summary_at", "revision"))).where(
        recipients.c.user_id == bindparam("user_id")
    )
)
_RAISE = {
    name: dialect.insert(recipients).on_conflict_do_update(
        index_elements=["user_id"], set_={"revision": recipients.c.revision + 1}
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


class SqlRecipients:
    """The ``Recipients`` port."""

    def __init__(
        self, connection: Connection, now: datetime, moved: Callable[[UUID], None]
    ) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._now = now
        self._moved = moved

    def get(self, user_id: UUID) -> Recipient:
        """One row by key, or the defaults."""
        rows = _GET.rows(self._connection, user_id=user_id)
        if not rows:
            return Recipient(user_id=user_id)
        row, last = rows[0][: len(_SEEN)], rows[0][len(_SEEN) :]
        nickname, locale, region, email_hash, signed_in_at, version, summary_at, revision = last
        standing = _standing(*row)
        return Recipient(
            user_id=user_id,
            nickname=nickname,
            locale=locale,
            timezone=standing.timezone,
            region=region,
            email_hash=email_hash,
            account=standing.account,
            wishes=standing.wishes,
            consents=standing.consents,
            quiet=standing.quiet,
            reachable=standing.reachable,
            suppressed=standing.suppressed,
            summary_at=time.fromisoformat(summary_at),
            signed_in_at=signed_in_at,
            settings_version=version,
            revision=revision,
        )

    def save(self, recipient: Recipient) -> None:
        """Insert, or replace all but the revision, which grows at the end of the unit."""
        row = _row(recipient)
        changed = self._connection.execute(
            update(recipients).where(recipients.c.user_id == recipient.user_id).values(row)
        )
        if not changed.rowcount:
            upsert(
                self._connection,
                recipients,
                row | {"user_id": recipient.user_id, "revision": 0},
            )
        self._moved(recipient.user_id)

    def standings(self, user_ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
        """One statement for each five hundred; people who are alike share one object."""
        found: dict[UUID, Standing] = dict.fromkeys(user_ids, _unknown())
        for portion in _portions(user_ids):
            wanted = select(recipients.c.user_id, *(recipients.c[name] for name in _SEEN))
            for row in self._connection.execute(wanted.where(recipients.c.user_id.in_(portion))):
                found[row[0]] = _standing(*row[1:])
        return found

    def names(self, user_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """One statement."""
        if not user_ids:
            return {}
        wanted = select(recipients.c.user_id, recipients.c.nickname).where(
            recipients.c.user_id.in_(user_ids), recipients.c.nickname.is_not(None)
        )
        return {row.user_id: row.nickname for row in self._connection.execute(wanted)}

    def after(self, user_id: UUID | None, most: int, region: str | None = None) -> Sequence[UUID]:
        """By key."""
        table = recipients
        wanted = select(table.c.user_id).where(table.c.account == Account.ACTIVE.value)
        if user_id is not None:
            wanted = wanted.where(table.c.user_id > user_id)
        if region is not None:
            parts = table.c.region.startswith(f"{region} ", autoescape=True)
            wanted = wanted.where(or_(table.c.region == region, parts))
        rows = self._connection.execute(wanted.order_by(table.c.user_id).limit(most))
        return rows.scalars().all()

    def muting(self, user_ids: Sequence[UUID], subjects: Collection[UUID]) -> set[UUID]:
        """By subject: there are fewer of those who muted it than of those who are told."""
        found: set[UUID] = set()
        for portion in _portions(user_ids):
            wanted = select(mutes.c.user_id).where(
                mutes.c.subject_id.in_(subjects), mutes.c.user_id.in_(portion)
            )
            found.update(self._connection.execute(wanted).scalars())
        return found

    def mute(self, user_id: UUID, kind: str, subject_id: UUID) -> None:
        """One row."""
        row = {"user_id": user_id, "kind": kind, "subject_id": subject_id, "at": self._now}
        upsert(self._connection, mutes, row)

    def unmute(self, user_id: UUID, kind: str, subject_id: UUID) -> None:
        """Without it."""
        self._connection.execute(
            delete(mutes).where(
                mutes.c.user_id == user_id,
                mutes.c.kind == kind,
                mutes.c.subject_id == subject_id,
            )
        )

    def mutes_of(self, user_id: UUID) -> Sequence[tuple[str, UUID, datetime]]:
        """All: there is a limit to how many."""
        wanted = select(mutes.c.kind, mutes.c.subject_id, mutes.c.at)
        wanted = wanted.where(mutes.c.user_id == user_id).order_by(mutes.c.at.desc())
        return [tuple(row) for row in self._connection.execute(wanted)]

    def note_consent(
        self, user_id: UUID, channel: str, purpose: str, *, granted: bool, source: str
    ) -> None:
        """A row, never changed."""
        self._connection.execute(
            insert(consent_ledger).values(
                id=new_id(),
                user_id=user_id,
                channel=channel,
                purpose=purpose,
                granted=granted,
                source=source,
                at=self._now,
            )
        )

    def agreed_at(self, user_id: UUID, channel: str, purpose: str) -> datetime | None:
        """The newest line of their own: the ids grow."""
        table = consent_ledger.c
        wanted = select(table.at).where(
            table.user_id == user_id,
            table.channel == channel,
            table.purpose == purpose,
            table.granted,
            table.source == "account",
        )
        found: datetime | None = self._connection.execute(
            wanted.order_by(table.id.desc()).limit(1)
        ).scalar_one_or_none()
        return found

    def erase(self, user_id: UUID) -> None:
        """Delete, and keep the id as that of somebody who left."""
        erase(self._connection, user_id)
        self.save(Recipient(user_id=user_id, account=Account.LEFT, reachable=frozenset()))


def raise_revisions(connection: Connection, user_ids: Sequence[UUID]) -> None:
    """Answers given before do not hold any more; whoever is not known yet is from now on."""
    rows = [{**_row(_NOBODY), "user_id": user_id, "revision": 1} for user_id in user_ids]
    if len(rows) <= _PORTION or connection.dialect.name == "sqlite":
        connection.execute(_RAISE[connection.dialect.name], rows)
        return
    for portion in range(0, len(rows), _PORTION):
        connection.execute(_RAISE[connection.dialect.name], rows[portion : portion + _PORTION])


def _row(recipient: Recipient) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(recipient, name) for name in _KNOWN}
    return row | {
        "summary_at": f"{recipient.summary_at:%H:%M}",
        "account": recipient.account.value,
        "timezone": recipient.timezone,
        "wishes": msgspec.json.encode(recipient.wishes).decode(),
        "consents": msgspec.json.encode(
            [[*matter, said.granted, said.at] for matter, said in recipient.consents.items()]
        ).decode(),
        "quiet": msgspec.json.encode(
            [[window.start, window.end, window.days] for window in recipient.quiet]
        ).decode(),
        "reachable": _told(recipient.reachable),
        "suppressed": _told(recipient.suppressed),
    }


def _told(channels: Collection[Channel]) -> str:
    return ",".join(sorted(channel.value for channel in channels))


@lru_cache(maxsize=4096)
def _standing(
    account: str,
    timezone: str,
    wishes: str,
    consents: str,
    quiet: str,
    reachable: str,
    suppressed: str,
) -> Standing:
    said = msgspec.json.decode(consents, type=list[tuple[str, str, bool, datetime]])
    windows = msgspec.json.decode(quiet, type=list[tuple[time, time, tuple[int, ...]]])
    return Standing(
        account=Account(account),
        timezone=timezone,
        wishes=msgspec.json.decode(wishes, type=dict[str, dict[str, bool]]),
        consents={
            (channel, purpose): Agreed(granted, at) for channel, purpose, granted, at in said
        },
        quiet=tuple(Window(*window) for window in windows),
        reachable=_channels(reachable),
        suppressed=_channels(suppressed),
    )


def _channels(told: str) -> frozenset[Channel]:
    return frozenset(Channel(name) for name in told.split(",") if name)


def _unknown() -> Standing:
    row = _row(_NOBODY)
    return _standing(*(row[name] for name in _SEEN))


def _portions(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[first : first + _PORTION] for first in range(0, len(ids), _PORTION)]
