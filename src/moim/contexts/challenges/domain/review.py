"""A review: somebody, or a rule, says that a result looks wrong; a person decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contracts.challenges import ResultReviewRequested
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, NotFound

NOTE_LENGTH_MAX = 500
APPEAL_WITHIN = timedelta(days=3)
"""How long a ranking is not made final for somebody who may still object to a decision."""
NOBODY = UUID(int=0)
"""Who doubted or decided and is gone for good."""
BY_THE_RULES = NOBODY
"""Who decided when no person did."""


class Decision(StrEnum):
    """What becomes of the result: it stands, is left out, or is worth something else."""

    KEEP = "keep"
    EXCLUDE = "exclude"
    CORRECT = "correct"


class Complaint(StrEnum):
    """Why a person doubts a result."""

    TOO_FAST = "too-fast"
    VEHICLE = "vehicle"
    WRONG_SPORT = "wrong-sport"
    NOT_THEIRS = "not-theirs"
    BROKEN_DEVICE = "broken-device"
    OTHER = "other"


class ReviewNotFound(NotFound):
    """No such review, or not theirs to see."""

    code = "review-not-found"
    ko = "검토 요청을 찾을 수 없습니다."
    en = "There is no such review."


class AlreadyDecided(Conflict):
    """It was decided, and the appeal too."""

    code = "review-decided"
    ko = "이미 결정된 검토입니다."
    en = "This review is already decided."


class AlreadyBelieved(Conflict):
    """Somebody looked at this very result and let it stand."""

    code = "result-believed"
    ko = "이미 검토해 인정한 기록입니다. 새로 알게 된 것이 있으면 주최자에게 알려 주세요."
    en = "This result was looked at and stands. If you know something new, tell the organiser."


class NoAppeal(Conflict):
    """Only a decision against the result can be appealed, once."""

    code = "no-appeal"
    ko = "이의 제기는 제외 또는 수정 결정에 대해 한 번만 할 수 있습니다."
    en = "A decision against your result can be appealed once."


class AnotherDecides(Forbidden):
    """An appeal against one's own decision."""

    code = "appeal-needs-another"
    ko = "처음 결정한 사람은 이의를 판단할 수 없습니다. 주최자나 다른 운영자가 맡아야 합니다."
    en = "Whoever decided first does not decide the appeal. Another moderator or organiser must."


@dataclass(kw_only=True, eq=False)
class Review(Aggregate):
    """One review. ``evidence`` are the figures that raised it, by fairness code.

    After an appeal it is open again; the second decision is the last. One that ``lapsed`` was not
    decided before the ranking was made final. ``value_before`` is what a correction took away.
    """

    id: UUID
    challenge_id: UUID
    result_id: UUID
    user_id: UUID
    asked_by: UUID | None
    reason: str
    note: str = ""
    evidence: Mapping[str, float] = field(default_factory=dict)
    asked_at: datetime
    decision: Decision | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    answer: str = ""
    appeal: str | None = None
    appealed_at: datetime | None = None
    settled: bool = False
    lapsed: bool = False
    value_before: float | None = None

    def ask(self) -> None:
        """Have it looked at."""
        self.record(
            ResultReviewRequested(
                challenge_id=self.challenge_id,
                user_id=self.user_id,
                result_id=self.result_id,
                by=self.asked_by,
                reason=self.reason,
            )
        )

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        if self.lapsed:
            return False
        return self.decision is None or (self.appeal is not None and not self.settled)

    def is_for_another(self, by: UUID, others: Collection[UUID], *, owner: bool) -> bool:
        """Whether an appeal waits for somebody else than ``by``, who decided first.

        ``others`` are all who may decide, sides or not. Where nobody is left beside the first who
        decided and who objected, an ``owner`` of the instance may.
        """
        if self.appeal is None or by != self.decided_by:
            return False
        return not owner or bool(set(others) - {self.user_id, by})

    def decide(
        self, decision: Decision, by: UUID, answer: str, now: datetime, *, for_another: bool = False
    ) -> None:
        """Say what becomes of the result. ``for_another`` as ``is_for_another`` says."""
        if not self.is_open:
            raise AlreadyDecided
        if for_another:
            raise AnotherDecides
        self.settled = self.appeal is not None
        self.decision, self.decided_by, self.decided_at = decision, by, now
        self.answer = answer

    def says(self, *, excluded: bool) -> bool:
        """Whether it waits, or says already that the rules left it out, and may be appealed."""
        left_out = self.decision is Decision.EXCLUDE and self.decided_by == BY_THE_RULES
        return self.is_open or (excluded and left_out and self.appeal is None)

    def believed(self, value: float) -> bool:
        """Whether a person let the result stand with this value: doubts anew wear people out."""
        decided = not self.is_open and self.decision is Decision.KEEP
        return decided and self.decided_by != BY_THE_RULES and self.evidence.get("value") == value

    def clear(self, now: datetime) -> bool:
        """Let the result stand, as the rules find nothing any more; whether it was theirs to say.

        What a person doubted, decided or objected to is for people.
        """
        by_rules = self.decision is None or self.decided_by == BY_THE_RULES
        if self.asked_by is not None or self.appeal is not None or self.lapsed or not by_rules:
            return False
        self.decision, self.decided_by, self.decided_at = Decision.KEEP, BY_THE_RULES, now
        return True

    def lapse(self, now: datetime, *, stands: bool) -> None:
        """Nobody decided in time. ``stands`` as the result says; a first decision stays."""
        if not self.is_open:
            raise AlreadyDecided
        self.lapsed = True
        if self.decision is None:
            self.decision = Decision.KEEP if stands else Decision.EXCLUDE
            self.decided_by, self.decided_at = BY_THE_RULES, now

    def object(self, appeal: str, now: datetime) -> None:
        """Ask for another look, once, and only against a decision that took something away."""
        if self.lapsed or self.appealed_at is not None or self.decision in {None, Decision.KEEP}:
            raise NoAppeal
        self.appeal, self.appealed_at = appeal, now
        self.record(
            ResultReviewRequested(
                challenge_id=self.challenge_id,
                user_id=self.user_id,
                result_id=self.result_id,
                by=self.user_id,
                reason="appeal",
            )
        )
