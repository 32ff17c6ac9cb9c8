"""Use cases about the activity log and the statistics made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.activity import Activity, Doing, Statistics
from moim.contexts.users.domain.events import StatisticsWanted
from moim.kernel.errors import NotFound
from moim.kernel.ids import new_id


def note(work: Work, user_id: UUID, doing: Doing, subject_id: UUID | None = None) -> None:
    """A line for what the user just did here."""
    work.activities.add(Activity.done(new_id(), user_id, doing, work.now, subject_id))


@dataclass(frozen=True, kw_only=True)
class Lines:
    """``after`` is the id of the last line of the page before."""

    user_id: UUID
    after: UUID | None
    limit: int


def lines_of(wanted: Lines, work: Work) -> Sequence[Activity]:
    """The user's own lines, the newest first."""
    return work.activities.page(wanted.user_id, wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class AskStatistics:
    """``first`` and ``last`` are days in the user's zone, both included."""

    id: UUID
    user_id: UUID
    first: date
    last: date


def ask_statistics(command: AskStatistics, work: Work) -> Statistics:
    """Take the request; it is counted right after."""
    work.users.get(command.user_id)
    asked = Statistics.ask(command.id, command.user_id, command.first, command.last, work.now)
    work.statistics.save(asked)
    work.remind(work.now, StatisticsWanted(user_id=asked.user_id, request_id=asked.id))
    return asked


@dataclass(frozen=True, kw_only=True)
class WhichStatistics:
    user_id: UUID
    id: UUID


def statistics_of(wanted: WhichStatistics, work: Work) -> Statistics:
    """One's own request, counted or not yet."""
    found = work.statistics.find(wanted.id)
    if found is None or found.user_id != wanted.user_id:
        raise NotFound
    return found


def count_statistics(asked: Statistics, timezone: str, work: Work) -> None:
    """Count the log over the days of the user's zone."""
    begin = _midnight(asked.first, timezone)
    end = _midnight(asked.last + timedelta(days=1), timezone)
    asked.provide(work.activities.counts(asked.user_id, begin, end))
    work.statistics.save(asked)


def _midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)
