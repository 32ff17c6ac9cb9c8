"""Moderation: one case a target, from the first report to the last appeal.

Weights, accuracy and the threshold of the provisional hiding begin where Discourse's stand.
정보통신망법 제44조의2 is the temporary measure (임시조치): thirty days at most, both sides told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import log
from typing import Any
from uuid import UUID

from moim.contexts.community.domain.wording import written
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Invalid, NotFound

HIDE_AT = 8.0
HIDDEN_FOR = timedelta(days=7)
TEMPORARY_MAX = timedelta(days=30)
APPEAL_WITHIN = timedelta(days=14)
REPORTS_MAX = 200
NOTE_MAX = 1_000
HANDLED_BEFORE_IT_COUNTS = 5
PIVOT = 0.7
NEW_ACCOUNT_WEIGHT = 0.5


class CaseNotFound(NotFound):
    """There is no such case, or it is not one's to see."""

    code = "case-not-found"
    ko = "신고 건을 찾을 수 없습니다."
    en = "This case cannot be found."


class ReportedBefore(Conflict):
    """One report a person and case."""

    code = "reported-before"
    ko = "이미 신고한 글입니다. 처리 결과를 알려 드리겠습니다."
    en = "You reported this already. You will be told what came of it."


class CaseDecided(Conflict):
    """It is decided; what is left is an appeal."""

    code = "case-decided"
    ko = "이미 처리된 신고 건입니다."
    en = "This case was decided already."


class NotDecidedByYou(Forbidden):
    """Whoever is a side of a case does not judge it."""

    code = "not-your-case"
    ko = "당사자는 이 건을 결정할 수 없습니다. 다른 운영자가 맡아야 합니다."
    en = "A side of the case cannot decide this. Another moderator must."


class CaseNeedsAnother(Forbidden):
    """An appeal against one's own decision."""

    code = "case-needs-another"
    ko = "처음 결정한 운영자는 이의 신청을 결정할 수 없습니다. 다른 운영자가 맡아야 합니다."
    en = "Whoever decided first does not decide the appeal. Another moderator must."


class NoAppeal(Conflict):
    """An appeal comes once, within 14 days, from the side that the decision went against."""

    code = "case-not-appealable"
    ko = "이의 신청은 나에게 불리한 결정에만, 결정 뒤 14일 안에 한 번 할 수 있습니다."
    en = "An appeal is made once, within 14 days, by the side that the decision went against."


class BadMeasure(Invalid):
    """A temporary measure lasts from one to thirty days."""

    code = "bad-measure"
    ko = "임시조치 기간은 1일부터 30일까지입니다."
    en = "A temporary measure lasts 1 to 30 days."


class Reason(StrEnum):
    """Why somebody reports."""

    SPAM = "spam"
    ABUSE = "abuse"
    FRAUD = "fraud"
    PRIVACY = "privacy"
    DEFAMATION = "defamation"
    SEXUAL = "sexual"
    DANGEROUS = "dangerous"
    FORBIDDEN_GOODS = "forbidden-goods"
    OTHER = "other"


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class Decision(StrEnum):
    """What was decided."""

    KEEP = "keep"
    HIDE = "hide"
    REMOVE = "remove"
    TEMPORARY = "temporary"


OUTCOMES = {
    Decision.KEEP: "kept",
    Decision.HIDE: "hidden",
    Decision.TEMPORARY: "hidden",
    Decision.REMOVE: "removed",
}
"""As event 73 says it."""

RULES = (
    "no-harassment",
    "no-spam",
    "no-fraud",
    "no-personal-data",
    "no-forbidden-goods",
    "right-board",
    "law-44-2",
    "no-violation",
)


def report_weight(level: int, agreed: int, handled: int, *, new: bool) -> float:
    """What a report counts: trust, and how often this person's reports were right."""
    bonus = 0.0
    if handled > HANDLED_BEFORE_IT_COUNTS:
        share = agreed / handled
        room = 1 - PIVOT if share >= PIVOT else PIVOT
        bonus = (share - PIVOT) / room * 5 * log(handled, 4)
    weight = max(0.0, 1.0 + level + bonus)
    return weight * NEW_ACCOUNT_WEIGHT if new else weight


@dataclass(kw_only=True)
class Report:
    """One person's."""

    id: UUID
    user_id: UUID
    reason: Reason
    text: str
    weight: float
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A decision with the written rule it rests on."""

    decision: Decision
    rule: str
    note: str
    by: UUID
    at: datetime
    until: datetime | None = None


@dataclass(kw_only=True, eq=False)
class Case(Aggregate):
    """``evidence`` is the target as it read at the first report: later edits do not change it."""

    id: UUID
    post_id: UUID
    comment_id: UUID | None
    author_id: UUID
    board: str
    opened_at: datetime
    evidence: Mapping[str, Any]
    state: State = State.OPEN
    reports: list[Report] = field(default_factory=list)
    hidden_until: datetime | None = None
    verdict: Verdict | None = None
    appealed_by: UUID | None = None
    appeal_text: str = ""
    appealed_at: datetime | None = None
    final: Verdict | None = None

    @property
    def score(self) -> float:
        """The sum of the reports' weights."""
        return round(sum(one.weight for one in self.reports), 3)

    @property
    def sides(self) -> set[UUID]:
        """Who wrote it and who reported it."""
        return {self.author_id, *(report.user_id for report in self.reports)}

    def report(self, one: Report, now: datetime) -> bool:
        """Take it in; True if it is this one that hides the target for now."""
        if self.state is not State.OPEN:
            raise CaseDecided
        if any(known.user_id == one.user_id for known in self.reports):
            raise ReportedBefore
        if len(self.reports) < REPORTS_MAX:
            self.reports.append(one)
        if self.hidden_until is None and self.score >= HIDE_AT:
            self.hidden_until = now + HIDDEN_FOR
            return True
        return False

    def is_for_another(self, by: UUID, others: Collection[UUID], *, owner: bool) -> bool:
        """Whether an appeal waits for somebody else than ``by``, who decided first.

        ``others`` are all who may decide, sides or not. Where nobody is left beside the first who
        decided and the sides, an ``owner`` of the instance may.
        """
        if self.state is not State.APPEALED or self.verdict is None or by != self.verdict.by:
            return False
        return not owner or bool(set(others) - self.sides - {by})

    def may_be_decided_by(self, by: UUID, others: Collection[UUID], *, owner: bool) -> bool:
        """Whether it waits for a decision, and ``by`` may be the one who makes it."""
        waits = self.state in {State.OPEN, State.APPEALED}
        mine = by not in self.sides and not self.is_for_another(by, others, owner=owner)
        return waits and mine

    def decide(
        self,
        decision: Decision,
        rule: str,
        note: str,
        by: UUID,
        now: datetime,
        days: int | None,
        *,
        for_another: bool = False,
    ) -> Verdict:
        """``for_another`` as ``is_for_another`` says.

        Raises CaseDecided, NotDecidedByYou, CaseNeedsAnother, BadMeasure.
        """
        verdict = self._verdict(decision, rule, note, by, now, days)
        if for_another:
            raise CaseNeedsAnother
        if self.state is State.APPEALED:
            self.final, self.state = verdict, State.CLOSED
        elif self.state is State.OPEN:
            self.verdict, self.state = verdict, State.DECIDED
        else:
            raise CaseDecided
        self.hidden_until = verdict.until
        return verdict

    def may_appeal(self, by: UUID, now: datetime) -> bool:
        """Whether a decision went against ``by``, who may still object to it.

        Against the author that is what took something away, against who reported what kept it: so
        the one appeal is never spent by the side that was found right.
        """
        verdict = self.verdict
        if self.state is not State.DECIDED or verdict is None or now - verdict.at > APPEAL_WITHIN:
            return False
        against_author = verdict.decision is not Decision.KEEP
        return by in self.sides and (by == self.author_id) is against_author

    def appeal(self, by: UUID, text: str, now: datetime) -> None:
        """By the side that the decision went against. Raises NoAppeal, CaseNotFound."""
        if by not in self.sides:
            raise CaseNotFound
        if not self.may_appeal(by, now):
            raise NoAppeal
        self.appeal_text = written(text, NOTE_MAX, "text", lines=True)
        self.appealed_by, self.appealed_at, self.state = by, now, State.APPEALED

    def time_passed(self, until: datetime) -> bool:
        """Whether a hiding that was to end at ``until`` ends: it does unless decided anew."""
        if self.hidden_until != until:
            return False
        self.hidden_until = None
        return True

    def _verdict(
        self, decision: Decision, rule: str, note: str, by: UUID, now: datetime, days: int | None
    ) -> Verdict:
        if by in self.sides:
            raise NotDecidedByYou
        until = None
        if decision is Decision.TEMPORARY:
            if days is None or not timedelta() < timedelta(days=days) <= TEMPORARY_MAX:
                raise BadMeasure(field="days")
            until = now + timedelta(days=days)
        said = written(note, NOTE_MAX, "note", lines=True)
        return Verdict(decision=decision, rule=rule, note=said, by=by, at=now, until=until)
