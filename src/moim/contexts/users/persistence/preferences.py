"""Settings and consents as rows."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.domain.consent import Consent, Consents, Purpose, Source
from moim.contexts.users.domain.preferences import Audience, Channel, Preferences, Privacy, Topic
from moim.contexts.users.persistence.tables import consents, preferences
from moim.contexts.users.persistence.users import Publishes
from moim.kernel.errors import Stale
from moim.platform.saving import save_row

_WANTED = dict[Topic, dict[Channel, bool]]


class SqlPreferences:
    """A row an account that ever set something."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def of(self, user_id: UUID) -> Preferences:
        """What is set, or the defaults."""
        row = self._connection.execute(
            select(preferences).where(preferences.c.user_id == user_id)
        ).first()
        if row is None:
            return Preferences(user_id=user_id)
        return Preferences(
            user_id=user_id,
            version=row.version,
            notifications=msgspec.json.decode(row.notifications, type=_WANTED),
            privacy=Privacy(
                workouts=Audience(row.workouts),
                map=Audience(row.map),
                heart_rate=Audience(row.heart_rate),
            ),
        )

    def save(self, known: Preferences) -> None:
        """Under a version check."""
        values = {
            "user_id": known.user_id,
            "notifications": msgspec.json.encode(known.notifications).decode(),
            "workouts": known.privacy.workouts.value,
            "map": known.privacy.map.value,
            "heart_rate": known.privacy.heart_rate.value,
        }
        save_row(self._connection, preferences, known, values)
        self._work.collect(known)


class SqlConsents:
    """A row each time something was agreed to or taken back."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def of(self, user_id: UUID) -> Consents:
        """The newest line of each channel and purpose."""
        lines = self.ledger(user_id)
        return Consents(
            user_id=user_id, in_force={(line.channel, line.purpose): line for line in lines}
        )

    def ledger(self, user_id: UUID) -> Sequence[Consent]:
        """Every line, the oldest of each channel and purpose first."""
        rows = self._connection.execute(
            select(consents).where(consents.c.user_id == user_id).order_by(consents.c.number)
        )
        return [
            Consent(
                channel=Channel(row.channel),
                purpose=Purpose(row.purpose),
                granted=row.granted,
                wording=row.wording,
                source=Source(row.source),
                at=row.at,
                number=row.number,
            )
            for row in rows
        ]

    def save(self, known: Consents) -> None:
        """Add the new lines; the primary key decides between two that come at once."""
        for line in known.added:
            try:
                self._connection.execute(
                    insert(consents).values(
                        user_id=known.user_id,
                        channel=line.channel.value,
                        purpose=line.purpose.value,
                        number=line.number,
                        granted=line.granted,
                        wording=line.wording,
                        source=line.source.value,
                        at=line.at,
                    )
                )
            except IntegrityError:
                raise Stale(known.user_id) from None
        known.added.clear()
        self._work.collect(known)
