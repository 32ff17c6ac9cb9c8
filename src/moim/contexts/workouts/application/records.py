"""Counting workouts towards records and loads, in the transaction that changes them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.changes import Cause, Told, change_between
from moim.contexts.workouts.domain.outcomes import (
    NO_MARKS,
    Discipline,
    Marks,
    Outcome,
    discipline_of,
    outcome_of,
)
from moim.contexts.workouts.domain.records import (
    ALL_TIME,
    STREAK,
    Category,
    Kind,
    Lacking,
    Mark,
    Record,
    books_of,
    line_of,
    marks_of,
    record_of,
    scopes_of,
    streak_mark,
    week_mark,
    with_mark,
)
from moim.contexts.workouts.domain.training_load import Thresholds, basis_of, trimp
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.periods import week_of

ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=6)  # from its Monday to its Sunday
Key = tuple[str, Category]
Pair = tuple[Mark | None, Mark | None]
Change = tuple[Outcome | None, Outcome | None]
"""What a workout added before, and what it adds now."""


def enter_outcome(workout: Workout, marks: Marks, work: Work) -> None:
    """Count a workout that is new."""
    _count(workout.user_id, [(None, _outcome(workout, marks, work))], work)


def change_outcome(workout: Workout, work: Work, marks: Marks | None = None) -> None:
    """Count a workout as it is now; ``marks`` only when a recording was read.

    Of another sport's recording the efforts do not count until it is derived anew.
    """
    before = work.outcomes.get(workout.id)
    if marks is None:
        marks = before.marks if before else NO_MARKS
        if before and discipline_of(workout.sport) is not before.discipline:
            marks = replace(marks, efforts_s={})
        if not workout.recorded:
            marks = NO_MARKS
    _count(workout.user_id, [(before, _outcome(workout, marks, work))], work)


def forget_outcomes(user_id: UUID, workout_ids: Collection[UUID], work: Work) -> None:
    """These count no more: what they held goes back to the next best."""
    work.figure_changes.remove(workout_ids)
    held = [work.outcomes.get(id) for id in workout_ids]
    _count(user_id, [(before, None) for before in held if before], work)


def rewrite_books(user_id: UUID, work: Work) -> None:
    """Write every book of a person's anew from what the workouts add."""
    work.athletes.hold(user_id)
    books = books_of(work.outcomes.between(user_id, date.min, date.max))
    for scope in {*work.books.scopes(user_id), *books}:
        work.books.write(user_id, scope, books.get(scope, {}))


def load_of(workout: Workout, marks: Marks, work: Work) -> float | None:
    """What the workout weighs by the thresholds of its day; None without heart rates."""
    if not marks.heart_s:
        return None
    thresholds = work.thresholds.on(workout.user_id, workout.day)
    return trimp(marks.heart_s, basis_of(thresholds))


def told_by(workout: Workout, work: Work) -> Told:
    """What the workout says of itself now."""
    counted = work.outcomes.get(workout.id)
    return Told(
        figures=workout.figures,
        version=workout.derivation_version,
        efforts_s=counted.marks.efforts_s if counted else {},
    )


def note_change(workout: Workout, before: Told, cause: Cause, work: Work) -> None:
    """Keep what moved since ``before``, if anything did."""
    change = change_between(before, told_by(workout, work), cause, work.now)
    if change is not None:
        work.figure_changes.add(workout, change)


@dataclass(frozen=True, kw_only=True)
class SetThresholds:
    """Thresholds from a day on."""

    user_id: UUID
    thresholds: Thresholds


def set_thresholds(command: SetThresholds, work: Work) -> None:
    """Keep them, and measure the load of the workouts they apply to anew; earlier ones stay."""
    work.athletes.hold(command.user_id)
    work.thresholds.put(command.user_id, command.thresholds)
    first = command.thresholds.valid_from
    later = [one.valid_from for one in work.thresholds.all(command.user_id)]
    last = min((day - ONE_DAY for day in later if day > first), default=date.max)
    basis = basis_of(command.thresholds)
    for outcome in work.outcomes.between(command.user_id, first, last):
        load = trimp(outcome.marks.heart_s, basis)
        if load != outcome.load:
            work.outcomes.put(replace(outcome, load=load))


def _outcome(workout: Workout, marks: Marks, work: Work) -> Outcome:
    return outcome_of(workout, marks, load_of(workout, marks, work))


@dataclass(kw_only=True)
class _Moved:
    """Marks that changed, by the line of the book they stand in."""

    pairs: dict[Key, list[Pair]] = field(default_factory=dict)

    def mark(self, category: Category, before: Mark | None, after: Mark | None) -> None:
        if before == after:
            return
        was = scopes_of(category, before.day) if before else ()
        now = scopes_of(category, after.day) if after else ()
        for scope in {*was, *now}:
            pair = before if scope in was else None, after if scope in now else None
            self.pairs.setdefault((scope, category), []).append(pair)


def _count(user_id: UUID, changes: Sequence[Change], work: Work) -> None:
    """Let the rows, the streaks and the books follow the changes."""
    work.outcomes.remove([was.workout_id for was, now in changes if was and now is None])
    for _, now in changes:
        if now is not None:
            work.outcomes.put(now)
    moved = _Moved()
    for was, now in changes:
        _note_marks(was, now, moved)
    _note_weeks(user_id, changes, work, moved)
    for was, now in changes:
        _note_streaks(user_id, was, now, work, moved)
    _settle(user_id, moved, work)


def _note_marks(was: Outcome | None, now: Outcome | None, moved: _Moved) -> None:
    before, after = dict(marks_of(was) if was else ()), dict(marks_of(now) if now else ())
    for category in {**before, **after}:
        moved.mark(category, before.get(category), after.get(category))


def _note_weeks(user_id: UUID, changes: Sequence[Change], work: Work, moved: _Moved) -> None:
    """A week's total is read after the change; what it was follows from what changed."""
    gained: dict[date, dict[Discipline, float]] = {}
    for change in changes:
        for outcome, sign in zip(change, (-1, 1), strict=True):
            if outcome and outcome.distance_m and outcome.discipline is not Discipline.OTHER:
                week = gained.setdefault(week_of(outcome.day)[0], {})
                so_far = week.get(outcome.discipline, 0.0)
                week[outcome.discipline] = so_far + sign * outcome.distance_m
    for monday, by_discipline in gained.items():
        covered = work.outcomes.covered_m(user_id, *week_of(monday))
        for discipline, gained_m in by_discipline.items():
            now_m = covered.get(discipline, 0.0)
            moved.mark(
                Category(Kind.BIGGEST_WEEK, discipline),
                week_mark(monday, now_m - gained_m),
                week_mark(monday, now_m),
            )


def _note_streaks(
    user_id: UUID, was: Outcome | None, now: Outcome | None, work: Work, moved: _Moved
) -> None:
    days = {outcome.day for outcome in (was, now) if outcome}
    if len(days) == 1 and was and now:
        return
    for day in days:
        near = work.streaks.near(user_id, day)
        within = any(first <= day <= last for first, last in near)
        active = (now is not None and now.day == day) or work.outcomes.active_on(user_id, day)
        if active == within:
            continue
        after = list(_runs(near, day, active=active))
        old = {first: streak_mark(first, last) for first, last in near}
        new = {first: streak_mark(first, last) for first, last in after}
        for first in old.keys() - new.keys():
            work.streaks.remove(user_id, first)
        for first, last in after:
            work.streaks.put(user_id, first, last)
        for first in {**old, **new}:
            moved.mark(STREAK, old.get(first), new.get(first))


def _runs(
    near: Iterable[tuple[date, date]], day: date, *, active: bool
) -> Iterable[tuple[date, date]]:
    """The runs around ``day`` once it is active, or is not any more."""
    if active:
        firsts = [first for first, _ in near]
        lasts = [last for _, last in near]
        return [(min([*firsts, day]), max([*lasts, day]))]
    ((first, last),) = near
    parts = (first, day - ONE_DAY), (day + ONE_DAY, last)
    return [part for part in parts if part[0] <= part[1]]


def _settle(user_id: UUID, moved: _Moved, work: Work) -> None:
    """Write the books in which something changed; look at all marks only where one must."""
    scopes = {scope for scope, _ in moved.pairs}
    if not scopes:
        return
    held = work.books.read(user_id, scopes)
    for scope in scopes:
        before = held.get(scope, {})
        book = dict(before)
        lacking: dict[Category, Lacking] = {}
        for (where, category), pairs in moved.pairs.items():
            if where == scope:
                lacking[category] = _folded(category, pairs, book)
        _look_up(user_id, scope, lacking, book, work)
        if book != before:
            work.books.write(user_id, scope, book)


def _folded(category: Category, pairs: Iterable[Pair], book: dict[Category, Record]) -> Lacking:
    record, lacking = book.get(category), Lacking.NONE
    for before, after in pairs:
        if lacking is Lacking.NONE:
            lacking, record = with_mark(category, record, before, after)
        else:
            lacking = Lacking.ALL
    _enter(category, record, book)
    return lacking


def _look_up(
    user_id: UUID,
    scope: str,
    lacking: Mapping[Category, Lacking],
    book: dict[Category, Record],
    work: Work,
) -> None:
    """Read the marks that decide; for what a record beat that is none but those before it."""
    sought = {category: which for category, which in lacking.items() if which is not Lacking.NONE}
    if sought.pop(STREAK, None):
        runs = work.streaks.all(user_id)
        _enter(STREAK, record_of(STREAK, [streak_mark(*run) for run in runs]), book)
    if not sought:
        return
    first, last = _span(scope)
    if Lacking.ALL not in sought.values():
        last = min(last, max(book[category].held.day for category in sought) + A_WEEK)
    outcomes = work.outcomes.between(user_id, first, last)
    for category in sought:
        _enter(category, line_of(category, scope, outcomes), book)


def _span(scope: str) -> tuple[date, date]:
    """The days that a scope is about; a week of a year's last Monday ends in the next year."""
    if scope == ALL_TIME:
        return date.min, date.max
    year, _, month = scope.partition("-")
    if month:
        first = date(int(year), int(month), 1)
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    return date(int(year), 1, 1), date(int(year), 12, 31) + timedelta(days=6)


def _enter(category: Category, record: Record | None, book: dict[Category, Record]) -> None:
    if record is None:
        book.pop(category, None)
    else:
        book[category] = record
