"""What pictures of goals and courses are called."""

from datetime import date

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing.measures import GoalMetric, amount, pick
from moim.contexts.insights.adapters.drawing.sports import OTHER, mark_of
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.domain.goals import Progress
from moim.kernel.periods import Period

GOAL_METRICS: dict[str, GoalMetric] = {
    "distance": "distance_m",
    "time": "moving_s",
    "count": "workouts",
    "climb": "elevation_gain_m",
    "active_days": "active_days",
}

_PERIODS = {
    Period.DAY: ("오늘", "Today"),
    Period.WEEK: ("이번 주", "This week"),
    Period.MONTH: ("이번 달", "This month"),
    Period.YEAR: ("올해", "This year"),
}
_METRICS = {
    "time": ("시간", "time"),
    "climb": ("상승", "climbing"),
    "active_days": ("활동", "active"),
}


def goal_title(progress: Progress, language: Language) -> str:
    """``이번 달 달리기 100 km``, ``This month run 100 km``."""
    goal = progress.goal
    if goal.period in _PERIODS:
        when = pick(language, *_PERIODS[goal.period])
    else:
        first = dates.short_day(progress.starts_on, language)
        when = f"{first} – {dates.short_day(progress.ends_on, language)}"
    sport = mark_of(goal.sport).name(language) if goal.sport else ""
    what = pick(language, *_METRICS[goal.metric]) if goal.metric in _METRICS else ""
    target = amount(goal.target, GOAL_METRICS[goal.metric], language).replace(".0 km", " km")
    return " ".join(filter(None, (when, sport, what, target)))


def course_title(title: str | None, sport: str, day: date, language: Language) -> str:
    """What its owner calls a workout, else its sport and day."""
    if title:
        return title
    mark = mark_of(sport)
    name = pick(language, "운동", "Workout") if mark is OTHER else mark.name(language)
    return f"{name} · {dates.short_day(day, language)}"
