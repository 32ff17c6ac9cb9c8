"""The one gate: whether a message goes to somebody on a channel, when, and for what reason.

Each rule is a step; every step that was passed is kept with what it saw, so that the reader of a
notice can be told why it came, or why it did not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from moim.contexts.notifications.domain.channels import ALL_TOPICS, Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.law import Agreed, lapses_at, night_until
from moim.contexts.notifications.domain.quiet import DEFAULT_ZONE, Window, quiet_until

Wishes = Mapping[str, Mapping[str, bool]]


class Account(StrEnum):
    """What an account may be told: who is locked out hears of security alone."""

    ACTIVE = "active"
    LOCKED = "locked"
    LEFT = "left"


class Verdict(StrEnum):
    """What becomes of the message on the channel."""

    SEND = "send"
    DEFER = "defer"
    BUNDLE = "bundle"
    DIGEST = "digest"
    WITHHOLD = "withhold"


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of a person when it is decided. One object stands for all who are alike."""

    account: Account = Account.ACTIVE
    timezone: str = DEFAULT_ZONE
    wishes: Wishes = field(default_factory=dict)
    consents: Mapping[tuple[str, str], Agreed] = field(default_factory=dict)
    quiet: tuple[Window, ...] = ()
    reachable: frozenset[Channel] = frozenset({Channel.APP, Channel.EMAIL})
    suppressed: frozenset[Channel] = frozenset()


@dataclass(frozen=True)
class Question:
    """What is asked of the gate; the flags are what only the rows can tell.

    ``way_out`` is whether the message can name a way out that is free on its channel.
    """

    kind: Kind
    topic: Topic
    lane: Lane
    channel: Channel
    default: bool
    muted: bool = False
    duplicate: bool = False
    bundled: bool = False
    over_cap: bool = False
    way_out: bool = True


@dataclass(frozen=True)
class Decision:
    """``reason`` is a permanent code; ``until`` when a deferred message is looked at again."""

    verdict: Verdict
    reason: str
    steps: tuple[tuple[str, str], ...]
    until: datetime | None = None

    @property
    def goes(self) -> bool:
        """Whether it goes at once or later on this channel."""
        return self.verdict in (Verdict.SEND, Verdict.DEFER)


class _Walk:
    """The steps passed so far."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []

    def passes(self, step: str, saw: str) -> None:
        self.steps.append((step, saw))

    def ends(
        self, step: str, saw: str, verdict: Verdict, reason: str, until: datetime | None = None
    ) -> Decision:
        self.steps.append((step, saw))
        return Decision(verdict, reason, tuple(self.steps), until)


def decide(asked: Question, who: Standing, now: datetime) -> Decision:
    """Pass the rules in their order; the first that says no is the reason."""
    walk = _Walk()
    return (
        _person(walk, asked, who)
        or _consent(walk, asked, who, now)
        or _wishes(walk, asked, who)
        or _repetition(walk, asked)
        or _hours(walk, asked, who, now)
    )


def _person(walk: _Walk, asked: Question, who: Standing) -> Decision | None:
    if asked.channel in who.suppressed:
        return walk.ends("suppressed", "yes", Verdict.WITHHOLD, "address-suppressed")
    walk.passes("suppressed", "no")
    told = asked.kind is Kind.SECURITY and who.account is not Account.LEFT
    if who.account is not Account.ACTIVE and not told:
        return walk.ends("account", who.account, Verdict.WITHHOLD, f"account-{who.account}")
    walk.passes("account", who.account)
    walk.passes("class", asked.kind)
    return None


def _consent(walk: _Walk, asked: Question, who: Standing, now: datetime) -> Decision | None:
    if asked.kind in (Kind.SECURITY, Kind.TRANSACTIONAL):
        walk.passes("consent", "not-needed")
        return None
    if asked.kind is not Kind.MARKETING:
        said = who.consents.get((asked.channel, "service"))
        if said is not None and not said.granted:
            return walk.ends("consent", "refused", Verdict.WITHHOLD, "service-refused")
        walk.passes("consent", "not-needed" if said is None else "granted")
        return None
    said = who.consents.get((asked.channel, "marketing"))
    return _advertising(walk, said, now) or _way_out(walk, asked)


def _advertising(walk: _Walk, said: Agreed | None, now: datetime) -> Decision | None:
    if said is None:
        return walk.ends("consent", "none", Verdict.WITHHOLD, "no-consent")
    if not said.granted:
        return walk.ends("consent", "refused", Verdict.WITHHOLD, "consent-refused")
    if now >= lapses_at(said.at):
        return walk.ends("consent", "lapsed", Verdict.WITHHOLD, "consent-not-reconfirmed")
    walk.passes("consent", "granted")
    return None


def _way_out(walk: _Walk, asked: Question) -> Decision | None:
    """An advertisement names a way out that costs nothing, or it does not go."""
    if not asked.way_out:
        return walk.ends("way-out", "none", Verdict.WITHHOLD, "no-free-way-out")
    walk.passes("way-out", "yes")
    return None


def _wishes(walk: _Walk, asked: Question, who: Standing) -> Decision | None:
    """The most specific word counts: topic and channel, then the channel, then the default."""
    if asked.channel not in who.reachable:
        return walk.ends("channel", "no-address", Verdict.WITHHOLD, "no-address")
    if asked.kind is not Kind.SECURITY:
        if asked.muted:
            return walk.ends("mutes", "muted", Verdict.WITHHOLD, "muted")
        walk.passes("mutes", "none")
        for step, row in (("topic-channel", asked.topic.value), ("channel", ALL_TOPICS)):
            wished = who.wishes.get(row, {}).get(asked.channel)
            if wished is False:
                return walk.ends(step, "off", Verdict.WITHHOLD, f"{step}-off")
            walk.passes(step, "not-set" if wished is None else "on")
            if wished:
                return None
    if not asked.default:
        return walk.ends("default", "off", Verdict.WITHHOLD, "off-by-default")
    walk.passes("default", "on")
    return None


def _repetition(walk: _Walk, asked: Question) -> Decision | None:
    if asked.duplicate:
        return walk.ends("duplicate", "yes", Verdict.WITHHOLD, "duplicate")
    walk.passes("duplicate", "no")
    if asked.bundled:
        return walk.ends("bundle", "joined", Verdict.BUNDLE, "bundled")
    walk.passes("bundle", "first")
    if asked.over_cap and asked.kind is Kind.MARKETING:
        # The digest is a service: no advertisement may travel in it.
        return walk.ends("frequency", "over", Verdict.WITHHOLD, "too-many-advertisements")
    if asked.over_cap and asked.kind is not Kind.SECURITY:
        return walk.ends("frequency", "over", Verdict.DIGEST, "too-frequent")
    walk.passes("frequency", "within")
    return None


def _hours(walk: _Walk, asked: Question, who: Standing, now: datetime) -> Decision:
    disturbs = asked.channel in (Channel.PUSH, Channel.SMS, Channel.WEBHOOK)
    if asked.kind is not Kind.SECURITY and disturbs:
        until = quiet_until(who.quiet, who.timezone, now)
        if asked.kind is Kind.MARKETING and not night_allowed(asked.channel, who, now):
            night = night_until(asked.channel, until or now)
            if night is not None and (until is None or night > until):
                return walk.ends("quiet-hours", "legal-night", Verdict.DEFER, "legal-night", night)
        if until is not None:
            return walk.ends("quiet-hours", "quiet", Verdict.DEFER, "quiet-hours", until)
    walk.passes("quiet-hours", "none")
    walk.passes("lane", asked.lane)
    return walk.ends("send", "yes", Verdict.SEND, "sent")


def night_allowed(channel: Channel, who: Standing, now: datetime) -> bool:
    """Whether they agreed to advertising by night on the channel, within two years."""
    said = who.consents.get((channel, "night"))
    return said is not None and said.granted and now < lapses_at(said.at)
