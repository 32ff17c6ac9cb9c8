"""Feedback, statistics and links: what people ask for beside the ranking."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from moim.contexts.challenges.application.life import NOTICE, begin_task
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.side_ports import Share
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.events import StatisticsWanted
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contracts.challenges import (
    ChallengeFeedbackAnswered,
    ChallengeFeedbackRequested,
    ParticipantStatsProvided,
    ParticipantStatsRequested,
)
from moim.kernel.errors import Conflict, Gone, NotFound
from moim.kernel.ids import new_id

ASKED_EVERY = timedelta(days=7)
SHARES_MAX = 20


class AskedLately(Conflict):
    """The entrants were asked within seven days."""

    code = "feedback-asked-lately"
    ko = "피드백은 챌린지마다 7일에 한 번만 요청할 수 있습니다."
    en = "Entrants can be asked once in seven days."


class RequestNotFound(NotFound):
    """No such request."""

    code = "challenge-request-not-found"
    ko = "요청을 찾을 수 없습니다."
    en = "There is no such request."


class ShareGone(Gone):
    """The link was ended, or its owner's password changed since."""

    code = "share-gone"
    ko = "더 이상 쓸 수 없는 공유 링크입니다. 새 링크를 요청하세요."
    en = "This link no longer works. Ask for a new one."


class SharePaused(Conflict):
    """A password reset is under way."""

    code = "share-paused"
    ko = "기록 주인의 계정을 보호하는 동안 공유가 멈춰 있습니다."
    en = "Sharing is paused while the owner's account is being protected."


class TooManyShares(Conflict):
    """More links than anybody can watch over."""

    code = "too-many-shares"
    ko = "공유 링크는 챌린지마다 {maximum}개까지입니다. 쓰지 않는 링크를 지우세요."
    en = "You can have {maximum} links a challenge. Remove one you do not use."


@dataclass(frozen=True, kw_only=True)
class AskFeedback:
    """The organiser wants to know."""

    challenge_id: UUID
    by: UUID


def ask_feedback(command: AskFeedback, work: Work) -> UUID:
    """Ask the entrants; raises AskedLately."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    challenge.organised_by(command.by)
    request_id = ask_entrants(challenge, work)
    if request_id is None:
        raise AskedLately
    return request_id


def ask_entrants(challenge: Challenge, work: Work) -> UUID | None:
    """Ask them unless they were asked within seven days; the request's id."""
    board = work.boards.get(challenge.id)
    if board.asked_feedback_at is not None and work.now - board.asked_feedback_at < ASKED_EVERY:
        return None
    board.asked_feedback_at = work.now
    work.boards.save(board)
    request_id = new_id()
    work.feedback.ask(request_id, challenge.id, work.now)
    work.publish(ChallengeFeedbackRequested(challenge_id=challenge.id, request_id=request_id))
    begin_task(challenge, NOTICE, {"kind": NoticeKind.FEEDBACK.value}, work)
    return request_id


@dataclass(frozen=True, kw_only=True)
class AnswerFeedback:
    """An entrant's rating from 1 to 5, and words."""

    challenge_id: UUID
    request_id: UUID
    user_id: UUID
    rating: int
    text: str


def answer_feedback(command: AnswerFeedback, work: Work) -> None:
    """Keep it; told once."""
    work.entries.get(command.challenge_id, command.user_id)
    if not work.feedback.asked(command.request_id, command.challenge_id):
        raise RequestNotFound
    first = work.feedback.answer(
        command.request_id, command.user_id, command.rating, command.text, work.now
    )
    if first:
        work.publish(
            ChallengeFeedbackAnswered(
                challenge_id=command.challenge_id,
                request_id=command.request_id,
                user_id=command.user_id,
                rating=command.rating,
            )
        )


@dataclass(frozen=True, kw_only=True)
class AskStatistics:
    """Somebody who takes part, or organises, wants the figures of all."""

    challenge_id: UUID
    user_id: UUID


def ask_statistics(command: AskStatistics, work: Work) -> UUID:
    """Have them counted; the request's id."""
    challenge = work.challenges.get(command.challenge_id)
    if command.user_id != challenge.organiser_id:
        work.entries.get(challenge.id, command.user_id)
    request_id = new_id()
    work.statistics.ask(request_id, challenge.id, command.user_id, work.now)
    work.publish(
        ParticipantStatsRequested(
            challenge_id=challenge.id, request_id=request_id, user_id=command.user_id
        )
    )
    work.remind(work.now, StatisticsWanted(challenge_id=challenge.id, request_id=request_id))
    return request_id


def provide(challenge_id: UUID, request_id: UUID, work: Work) -> None:
    """Count and tell."""
    stats = work.statistics.reckon(challenge_id)
    work.statistics.provide(request_id, stats)
    work.publish(
        ParticipantStatsProvided(challenge_id=challenge_id, request_id=request_id, stats=stats)
    )


@dataclass(frozen=True, kw_only=True)
class MakeShare:
    """A link to one's results in a challenge."""

    challenge_id: UUID
    user_id: UUID
    token_hash: bytes


def make_share(command: MakeShare, work: Work) -> Share:
    """Make it."""
    work.people.get(command.user_id).must_take_part(work.now)
    entry = work.entries.get(command.challenge_id, command.user_id)
    if work.shares.count(entry.user_id, entry.challenge_id) >= SHARES_MAX:
        raise TooManyShares(maximum=SHARES_MAX)
    share = Share(
        id=new_id(),
        token_hash=command.token_hash,
        challenge_id=entry.challenge_id,
        user_id=entry.user_id,
        made_at=work.now,
    )
    work.shares.add(share)
    return share


def end_share(command: tuple[UUID, UUID], work: Work) -> None:
    """Have a link (its id, its owner's id) work no longer."""
    id, user_id = command
    if not work.shares.end(id, user_id, work.now):
        raise RequestNotFound


def shared(token_hash: bytes, work: Work) -> Share:
    """The link of a token, if it works now; raises ShareGone or SharePaused."""
    share = work.shares.find(token_hash)
    if share is None:
        raise RequestNotFound
    owner = work.people.get(share.user_id)
    if share.ended_at is not None or not owner.shows_share_of(share.made_at):
        raise ShareGone
    if owner.locked or owner.protected_at(work.now):
        raise SharePaused
    return share


def dismiss_prompt(command: tuple[UUID, UUID], work: Work) -> None:
    """Suggest it (its id, its person's id) no longer."""
    work.prompts.dismiss(*command)
