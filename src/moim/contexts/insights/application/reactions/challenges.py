"""What insights does about challenges."""

from dataclasses import replace
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.boards import AskedFigures, Opinions, Place, Point, RankAt
from moim.contexts.insights.domain.counting import day_of
from moim.contracts.challenges import (
    ChallengeCreated,
    ChallengeEnded,
    ChallengeEndNotified,
    ChallengeFeedbackAnswered,
    ChallengeFeedbackRequested,
    ChallengeGoalChanged,
    ChallengeJoined,
    ChallengeNotificationSent,
    ChallengeRejoined,
    ParticipantAdded,
    ParticipantRemoved,
    ParticipantStatsProvided,
    ParticipantStatsRequested,
    ParticipationCancelled,
    PeriodExtended,
    RankingUpdated,
    ResultCorrected,
    ResultReviewRequested,
    ResultSubmitted,
)
from moim.contracts.insights import ChartDataUpdated
from moim.kernel.ids import new_id

SEOUL = "Asia/Seoul"


def know_challenge(event: ChallengeCreated, work: Work) -> None:
    """Its charts have a title, a metric and a period."""
    board = replace(
        work.boards.get(event.challenge_id),
        organiser_id=event.organiser_id,
        title=event.title,
        sport=event.sport,
        metric=event.metric,
        target=event.target,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )
    work.boards.save(board)


def extend_challenge(event: PeriodExtended, work: Work) -> None:
    """Its curves end later."""
    work.boards.save(replace(work.boards.get(event.challenge_id), ends_at=event.ends_at))


def show_challenge_result(event: ChallengeEnded, work: Work) -> None:
    """The rank curve and the podium are final."""
    work.boards.save(replace(work.boards.get(event.challenge_id), ended=True))


def show_result_feedback(event: ResultSubmitted, work: Work) -> None:
    """The entrant's curve has the new point."""
    if work.viewers.get(event.user_id).left:
        return
    _inside(event.challenge_id, event.user_id, True, work)
    work.boards.put_point(
        Point(
            challenge_id=event.challenge_id,
            user_id=event.user_id,
            result_id=event.result_id or event.workout_id or new_id(),
            at=event.at or work.now,
            value=event.value,
        )
    )


def correct_result_point(event: ResultCorrected, work: Work) -> None:
    """The point has the new value."""
    if event.result_id is None:
        return
    point = work.boards.point(event.challenge_id, event.user_id, event.result_id)
    if point is not None:
        work.boards.put_point(replace(point, value=event.after, state="ok"))


def change_challenge_goal(event: ChallengeGoalChanged, work: Work) -> None:
    """Progress is drawn against the new target."""
    work.boards.save(replace(work.boards.get(event.challenge_id), target=event.target))


def count_challenge_notice(event: ChallengeNotificationSent, work: Work) -> None:
    """The organiser's chart counts it."""
    board = work.boards.get(event.challenge_id)
    work.boards.save(replace(board, notices_sent=board.notices_sent + event.recipients))


def add_participant(event: ParticipantAdded, work: Work) -> None:
    """The participation curve goes up."""
    _inside(event.challenge_id, event.user_id, True, work)


def count_join(event: ChallengeJoined, work: Work) -> None:
    """The participation curve goes up."""
    _inside(event.challenge_id, event.user_id, True, work)


def restore_participant(event: ChallengeRejoined, work: Work) -> None:
    """The curve and the entrant's points are back."""
    _inside(event.challenge_id, event.user_id, True, work)


def remove_participant(event: ParticipantRemoved, work: Work) -> None:
    """The participation curve goes down."""
    _inside(event.challenge_id, event.user_id, False, work)


def count_leaving(event: ParticipationCancelled, work: Work) -> None:
    """The participation curve goes down."""
    _inside(event.challenge_id, event.user_id, False, work)


def open_feedback_chart(event: ChallengeFeedbackRequested, work: Work) -> None:
    """A feedback chart with no answers stands."""
    if work.boards.opinions(event.request_id) is None:
        work.boards.put_opinions(
            Opinions(request_id=event.request_id, challenge_id=event.challenge_id)
        )


def add_feedback_answer(event: ChallengeFeedbackAnswered, work: Work) -> None:
    """The feedback chart counts the rating."""
    opinions = work.boards.opinions(event.request_id) or Opinions(
        request_id=event.request_id, challenge_id=event.challenge_id
    )
    work.boards.put_opinions(opinions.with_rating(event.rating))


def mark_result_under_review(event: ResultReviewRequested, work: Work) -> None:
    """The point is drawn as under review."""
    point = work.boards.point(event.challenge_id, event.user_id, event.result_id)
    if point is not None:
        work.boards.put_point(replace(point, state="review"))


def show_ranking(event: RankingUpdated, work: Work) -> None:
    """The rank chart is current; whoever's place changed is told so."""
    for user_id in event.gone:
        gone = work.boards.place(event.challenge_id, user_id)
        if gone is not None:
            work.boards.put_place(replace(gone, value=None, behind=None, reached_at=None))
    for position in event.changed:
        if work.viewers.get(position.user_id).left:
            continue
        work.boards.put_place(
            Place(
                challenge_id=event.challenge_id,
                user_id=position.user_id,
                inside=True,
                value=position.value,
                behind=None if position.points is None else -position.points,
                reached_at=position.reached_at,
            )
        )
        rank = RankAt(at=work.now, rank=position.rank, value=position.value)
        work.boards.put_rank(event.challenge_id, position.user_id, rank)
        if position.before != position.rank:
            work.publish(
                ChartDataUpdated(
                    user_id=position.user_id, dataset="ranking", reason="RankingUpdated"
                )
            )


def mark_end_announced(event: ChallengeEnded | ChallengeEndNotified, work: Work) -> None:
    """The result chart is marked announced, once it has ended and the entrants were told."""
    board = work.boards.get(event.challenge_id)
    announced = board.announced or isinstance(event, ChallengeEndNotified)
    work.boards.save(replace(board, ended=True, announced=announced))


def queue_participant_stats(event: ParticipantStatsRequested, work: Work) -> None:
    """A pending chart stands."""
    if work.asked.get(event.request_id) is None:
        work.asked.put(
            AskedFigures(
                request_id=event.request_id, subject_id=event.challenge_id, user_id=event.user_id
            )
        )


def show_participant_stats(event: ParticipantStatsProvided, work: Work) -> None:
    """The chart has the figures."""
    asked = work.asked.get(event.request_id)
    if asked is not None:
        work.asked.put(replace(asked, figures=event.stats))


def _inside(challenge_id: UUID, user_id: UUID, inside: bool, work: Work) -> None:
    if work.viewers.get(user_id).left:
        return
    place = work.boards.place(challenge_id, user_id)
    if (place is not None and place.inside) == inside:
        return
    was_inside = place is not None and place.inside
    place = place or Place(challenge_id=challenge_id, user_id=user_id, inside=inside)
    work.boards.put_place(replace(place, inside=inside))
    if inside != was_inside:
        work.boards.count_entrants(challenge_id, day_of(work.now, SEOUL), 1 if inside else -1)
