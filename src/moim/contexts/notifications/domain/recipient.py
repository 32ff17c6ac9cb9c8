"""What this context knows of a person: a replica, and their own quiet hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.gate import Account, Standing, Wishes
from moim.contexts.notifications.domain.law import Agreed
from moim.contexts.notifications.domain.quiet import DEFAULT_ZONE, Window, latest, zone_of
from moim.kernel.periods import week_of

SUMMARY_AT = time(8)
ALWAYS = frozenset({Channel.APP, Channel.EMAIL})


@dataclass(kw_only=True, eq=False)
class Recipient:
    """``reachable`` are the channels there is an address for; ``revision`` counts what is shown.

    ``summary_at`` is when, by their own clock on Mondays, they want to hear of the week before.
    """

    user_id: UUID
    nickname: str | None = None
    locale: str = "ko"
    timezone: str = DEFAULT_ZONE
    region: str | None = None
    email_hash: str | None = None
    account: Account = Account.ACTIVE
    wishes: Wishes = field(default_factory=dict)
    consents: Mapping[tuple[str, str], Agreed] = field(default_factory=dict)
    quiet: tuple[Window, ...] = ()
    reachable: frozenset[Channel] = ALWAYS
    suppressed: frozenset[Channel] = frozenset()
    summary_at: time = SUMMARY_AT
    signed_in_at: datetime | None = None
    settings_version: int = 0
    revision: int = 0

    @property
    def left(self) -> bool:
        """Whether the account was closed."""
        return self.account is Account.LEFT

    def week_at(self, now: datetime) -> date:
        """The Monday of the week that it is where they are."""
        return week_of(now.astimezone(zone_of(self.timezone)).date())[0]

    def summary_due(self, monday: date) -> datetime:
        """When the week that began on ``monday`` is told: on the Monday after, at their hour."""
        return latest(monday + timedelta(days=7), self.summary_at, zone_of(self.timezone))

    def standing(self) -> Standing:
        """As the gate sees them."""
        return Standing(
            account=self.account,
            timezone=self.timezone,
            wishes=self.wishes,
            consents=self.consents,
            quiet=self.quiet,
            reachable=self.reachable,
            suppressed=self.suppressed,
        )

    def changed_wishes(self, wishes: Wishes, channel: Channel) -> tuple[bool, tuple[str, ...]]:
        """Take over what is wanted on a channel: whether that is new, and the topics wanted."""
        before = {topic: row.get(channel) for topic, row in self.wishes.items() if channel in row}
        now = {topic: row.get(channel) for topic, row in wishes.items() if channel in row}
        return before != now, tuple(sorted(topic for topic, wanted in now.items() if wanted))
