"""Consents to be written to: a ledger that only grows, since what was agreed to must be shown.

Advertising needs its own consent, and from 21:00 to 08:00 a further one (정보통신망법 제50조).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.users.domain.preferences import Channel
from moim.contracts.users import NotificationConsentChanged
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid

_WORDING = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Purpose(StrEnum):
    """What somebody may be written to for."""

    SERVICE = "service"
    MARKETING = "marketing"
    NIGHT = "night"


class Source(StrEnum):
    """Where the owner said so."""

    SIGN_UP = "sign-up"
    SETTINGS = "settings"
    PROMPT = "prompt"
    UNSUBSCRIBE_LINK = "unsubscribe-link"
    OPTOUT_CALL = "optout-call"


class NightNeedsMarketing(Conflict):
    """Consent to advertising at night without consent to advertising."""

    code = "night-needs-marketing"
    ko = "야간 광고 수신은 광고 수신에 동의한 채널에서만 동의할 수 있습니다."
    en = "Consent to advertising at night needs consent to advertising on that channel first."


class UnknownWording(Invalid):
    """Not the version of a wording."""

    code = "consent-wording-unknown"
    ko = "동의 문구의 버전을 '2026-05'처럼 입력하세요."
    en = "Give the version of the wording that was agreed to, such as '2026-05'."


Matter = tuple[Channel, Purpose]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One line of the ledger; ``number`` counts the lines of its channel and purpose from 1."""

    channel: Channel
    purpose: Purpose
    granted: bool
    wording: str
    source: Source
    at: datetime
    number: int


@dataclass(kw_only=True, eq=False)
class Consents(Aggregate):
    """One account's ledger: what is in force, and the lines that are new."""

    user_id: UUID
    in_force: dict[Matter, Consent] = field(default_factory=dict)
    added: list[Consent] = field(default_factory=list)

    def say(
        self, wishes: dict[Matter, bool], *, wording: str, source: Source, at: datetime
    ) -> None:
        """Give or take back. Who takes back marketing takes back the night with it."""
        if not _WORDING.fullmatch(wording):
            raise UnknownWording(field="wording")
        for channel, purpose in list(wishes):
            if purpose is Purpose.MARKETING and not wishes[channel, purpose]:
                wishes.setdefault((channel, Purpose.NIGHT), False)
        for (channel, purpose), granted in wishes.items():
            marketing = (channel, Purpose.MARKETING)
            allowed = wishes.get(marketing, self.grants(marketing))
            if purpose is Purpose.NIGHT and granted and not allowed:
                raise NightNeedsMarketing
            self._write((channel, purpose), granted, wording, source, at)

    def grants(self, matter: Matter) -> bool:
        """Whether the newest line grants it; what was never said is not granted."""
        return matter in self.in_force and self.in_force[matter].granted

    def _write(
        self, matter: Matter, granted: bool, wording: str, source: Source, at: datetime
    ) -> None:
        before = self.in_force.get(matter)
        if before is None and not granted and matter[1] is Purpose.NIGHT:
            return
        if before is not None and (before.granted, before.wording) == (granted, wording):
            return
        line = Consent(
            channel=matter[0],
            purpose=matter[1],
            granted=granted,
            wording=wording,
            source=source,
            at=at,
            number=1 if before is None else before.number + 1,
        )
        self.in_force[matter] = line
        self.added.append(line)
        if before is None or before.granted != granted:
            self.record(
                NotificationConsentChanged(
                    user_id=self.user_id,
                    channel=line.channel.value,
                    purpose=line.purpose.value,
                    granted=granted,
                )
            )
