"""What challenges does about workouts, sessions, goals and sharing."""

from dataclasses import replace
from uuid import UUID

from moim.contexts.challenges.application.closing import let_go
from moim.contexts.challenges.application.entries import (
    assess,
    entries_that_count,
    reconcile,
)
from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.side_ports import SeenGoal
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.entry import Entry, EntryState, Live
from moim.contexts.challenges.domain.goal_links import linked
from moim.contexts.challenges.domain.live import begun, moved, paused, resumed
from moim.contexts.challenges.domain.measure import Kind, Performed, Worth
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contracts.workouts import (
    CompanyChanged,
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    ShareApproved,
    ShareRejected,
    ShareRequested,
    SportChanged,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)

SHARE_RESULT, SHARE_WORKOUT = "share-result", "share-workout"
FOLLOWERS_MAX = 1_000
PLACE, ASKER = "challenge:", "user:"


def submit_result(event: WorkoutRecorded, work: Work) -> None:
    """Each running challenge that the workout fits has a result."""
    if event.personal_only:
        return
    performed = Performed(
        workout_id=event.workout_id,
        user_id=event.user_id,
        sport=event.sport,
        started_at=event.started_at,
        source=event.source,
        metrics=event.metrics,
        heard_at=work.now,
    )
    known = work.workouts.find(event.workout_id)
    if known is not None:
        performed = replace(
            performed,
            efforts=known.efforts,
            findings=known.findings,
            gathering=known.gathering,
            heard_at=known.heard_at,
        )
    _follow(performed, "workout-recorded", work)


def correct_result(event: WorkoutUpdated, work: Work) -> None:
    """Results from that workout have the new value."""
    if event.personal_only:
        _withdraw(event.workout_id, event.user_id, "workout-updated", work)
        return
    known = work.workouts.find(event.workout_id)
    performed = Performed(
        workout_id=event.workout_id,
        user_id=event.user_id,
        sport=event.sport,
        started_at=event.started_at,
        source=known.source if known else "file",
        metrics=event.metrics,
        efforts=known.efforts if known else {},
        findings=known.findings if known else {},
        gathering=known.gathering if known else None,
        heard_at=known.heard_at if known else work.now,
    )
    _follow(performed, "workout-updated", work)


def reassess_result(event: SportChanged, work: Work) -> None:
    """Results move to the challenges that fit the new sport."""
    known = work.workouts.find(event.workout_id)
    if known is not None:
        _follow(replace(known, sport=event.after), "sport-changed", work)


def count_attendance(event: CompanyChanged, work: Work) -> None:
    """Whoever was out in company attended; a group that falls apart takes that back."""
    known = work.workouts.find(event.workout_id)
    if known is None or known.gathering == event.group_id:
        return
    performed = replace(known, gathering=event.group_id)
    work.workouts.save(performed)
    for entry, challenge in entries_that_count(event.user_id, work):
        if challenge.terms.kind is not Kind.ATTENDANCE:
            continue
        if assess(entry, challenge, performed, "company-changed", work):
            settle(entry, challenge, work)


def remove_result(event: WorkoutDeleted, work: Work) -> None:
    """Results from that workout are gone."""
    _withdraw(event.workout_id, event.user_id, "workout-deleted", work)


def reconcile_results(event: WorkoutsSynced, work: Work) -> None:
    """Results equal the person's workouts in their windows."""
    for entry, challenge in entries_that_count(event.user_id, work):
        if reconcile(entry, challenge, "workouts-synced", work):
            settle(entry, challenge, work)


def analyse_contribution(event: WorkoutAnalysisRequested, work: Work) -> None:
    """What the workout adds to each running challenge."""
    adds: dict[str, float] = {}
    for challenge_id in work.feed.challenges_with(event.workout_id):
        entry = work.entries.find(challenge_id, event.user_id)
        result = entry.of_workout(event.workout_id) if entry else None
        if entry is None or result is None or entry.state is not EntryState.IN:
            continue
        measure = work.challenges.get(challenge_id).terms.measure
        with_it = entry.total.value if entry.total else 0.0
        others = _without(entry, result.id)
        total = measure.total(others)
        adds[str(challenge_id)] = round(with_it - (total.value if total else 0.0), 3)
    work.sections.keep(event.request_id, event.user_id, "workout", event.workout_id, adds, work.now)


def announce_goal_achieved(event: GoalAchieved, work: Work) -> None:
    """Entrants who follow the person are told, in each running challenge linked to the goal."""
    seen = work.goals.find(event.goal_id)
    if seen is not None:
        work.goals.save(replace(seen, achieved_at=event.reached_at))
    for entry in _linked_entries(event.user_id, event.goal_id, work):
        assert entry.goal is not None  # noqa: S101 - as asked for
        entry.goal = replace(entry.goal, achieved_at=event.reached_at)
        work.entries.save(entry)
        followers = work.follows.followers_of("person", str(event.user_id), None, FOLLOWERS_MAX)
        told = [
            follower
            for follower in followers
            if (other := work.entries.find(entry.challenge_id, follower)) is not None
            and other.state is EntryState.IN
        ]
        data = {
            user: {"user_id": str(event.user_id), "goal_id": str(event.goal_id)} for user in told
        }
        tell(work.challenges.get(entry.challenge_id), told, NoticeKind.GOAL, work, data)


def link_goal(event: GoalSet, work: Work) -> None:
    """Running challenges of the same sport, metric and period show the goal on the entry."""
    _know_goal(event, work)


def change_linked_goal(event: GoalChanged, work: Work) -> None:
    """The linked entry shows the new target, or no goal if they differ now."""
    _know_goal(event, work)


def suggest_sharing_result(event: SessionEnded, work: Work) -> None:
    """A prompt to share the result for each challenge it counted in; nobody runs any more."""
    for entry in _running_entries(event.user_id, work):
        if entry.live is not None and entry.live.session_id == event.session_id:
            entry.live = None
            work.entries.save(entry)
    if event.workout_id is not None:
        for challenge_id in work.feed.challenges_with(event.workout_id):
            work.prompts.add(event.user_id, challenge_id, event.workout_id, SHARE_RESULT, work.now)


def mark_live(event: SessionStarted, work: Work) -> None:
    """The entry shows that they are running now."""
    for entry in _running_entries(event.user_id, work):
        challenge = work.challenges.get(entry.challenge_id)
        if challenge.terms.measure.fits(event.sport):
            entry.live = begun(event.session_id, event.started_at)
            work.entries.save(entry)


def save_provisional_result(event: SessionPaused, work: Work) -> None:
    """The entry keeps the provisional value and shows the pause."""
    so_far_m = work.live_distances.distance_of(event.session_id)
    for entry, live in _live_entries(event.user_id, event.session_id, work):
        entry.live = moved(paused(live, event.at), so_far_m)
        work.entries.save(entry)


def resume_provisional_result(event: SessionResumed, work: Work) -> None:
    """The entry goes on from the provisional value."""
    for entry, live in _live_entries(event.user_id, event.session_id, work):
        entry.live = resumed(live, event.at)
        work.entries.save(entry)


def suggest_sharing_in_challenge(event: ShareRequested, work: Work) -> None:
    """The owner has a prompt to share the workout in the challenges it counts in."""
    for challenge_id in work.feed.challenges_with(event.workout_id):
        work.prompts.add(
            event.user_id,
            challenge_id,
            event.workout_id,
            SHARE_WORKOUT,
            work.now,
            share_id=event.share_id,
        )


def publish_in_challenge(event: ShareApproved, work: Work) -> None:
    """The challenge's feed shows the workout."""
    _answer_share(event, "shown", work)


def withhold_from_challenge(event: ShareRejected, work: Work) -> None:
    """The feed does not show it, and the asker sees that it was declined."""
    _answer_share(event, "declined", work)


def _without(entry: Entry, result_id: UUID) -> list[Worth]:
    """What counts of an entry beside one result."""
    return [
        result.worth
        for result in entry.results.values()
        if result.counts and result.id != result_id
    ]


def _follow(performed: Performed, reason: str, work: Work) -> None:
    """Keep the workout and let the results be what it says now; of who left for good nothing."""
    if work.people.get(performed.user_id).gone:
        return
    entries = entries_that_count(performed.user_id, work)
    work.workouts.save(performed)
    counted = False
    for entry, challenge in entries:
        fits = challenge.terms.measure.fits(performed.sport)
        counted = counted or (fits and challenge.covers(performed))
        if assess(entry, challenge, performed, reason, work):
            settle(entry, challenge, work)
    if counted:
        work.workouts.have_inspected(performed)


def _know_goal(event: GoalSet | GoalChanged, work: Work) -> None:
    if work.people.get(event.user_id).gone:
        return
    seen = work.goals.find(event.goal_id)
    goal = SeenGoal(
        goal_id=event.goal_id,
        user_id=event.user_id,
        metric=event.metric,
        target=event.target,
        period=event.period,
        achieved_at=seen.achieved_at if seen else None,
    )
    work.goals.save(goal)
    goals = work.goals.of(event.user_id)
    for entry in _running_entries(event.user_id, work):
        goal_now = linked(work.challenges.get(entry.challenge_id), goals)
        if goal_now != entry.goal:
            entry.goal = goal_now
            work.entries.save(entry)


def _running_entries(user_id: UUID, work: Work) -> list[Entry]:
    found: list[Entry] = []
    for challenge_id in work.challenges.running_for(user_id):
        work.rankings.hold(challenge_id)
        found.append(work.entries.get(challenge_id, user_id))
    return found


def _linked_entries(user_id: UUID, goal_id: UUID, work: Work) -> list[Entry]:
    return [
        entry
        for entry in _running_entries(user_id, work)
        if entry.goal is not None and entry.goal.goal_id == goal_id
    ]


def _live_entries(user_id: UUID, session_id: UUID, work: Work) -> list[tuple[Entry, Live]]:
    return [
        (entry, entry.live)
        for entry in _running_entries(user_id, work)
        if entry.live is not None and entry.live.session_id == session_id
    ]


def _answer_share(event: ShareApproved | ShareRejected, state: str, work: Work) -> None:
    named, asker = _audience(event.audience)
    counted = work.feed.challenges_with(event.workout_id)
    for challenge_id in counted if named is None else [one for one in counted if one == named]:
        work.feed.put(
            share_id=event.share_id,
            challenge_id=challenge_id,
            workout_id=event.workout_id,
            user_id=event.user_id,
            asked_by=asker,
            state=state,
            at=work.now,
        )
    work.prompts.answered(event.share_id)


def _audience(audience: str) -> tuple[UUID | None, UUID | None]:
    """The challenge that is meant, None for all; and who asked."""
    challenge: UUID | None = None
    asker: UUID | None = None
    for part in audience.split("/"):
        if part.startswith(PLACE):
            challenge = UUID(part.removeprefix(PLACE))
        elif part.startswith(ASKER):
            asker = UUID(part.removeprefix(ASKER))
    return challenge, asker


def _withdraw(workout_id: UUID, user_id: UUID, reason: str, work: Work) -> None:
    for entry, challenge in entries_that_count(user_id, work):
        result = entry.of_workout(workout_id)
        if result is not None:
            entry.withdraw(result, now=work.now, reason=reason, by=None)
            let_go(result, work)
            settle(entry, challenge, work)
    work.workouts.remove(workout_id)
    work.feed.forget(workout_id)
