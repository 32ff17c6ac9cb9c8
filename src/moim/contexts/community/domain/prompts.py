"""Prompts: a card with a ready draft. Nothing is posted but by its owner's own deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, NotFound

A_DAY_MAX = 5
KOREAN = "ko"


class PromptNotFound(NotFound):
    """There is no such prompt of this person."""

    code = "prompt-not-found"
    ko = "그런 제안이 없습니다."
    en = "There is no such prompt."


class PromptAnswered(Conflict):
    """It was accepted or dismissed before."""

    code = "prompt-answered"
    ko = "이미 답한 제안입니다."
    en = "This prompt was answered already."


class Kind(StrEnum):
    """Why the card is there."""

    SHARE_WORKOUT = "share-workout"
    SHARE_ANALYSIS = "share-analysis"
    ASK_FEEDBACK = "ask-feedback"
    SHARE_ACHIEVEMENT = "share-achievement"
    SHARE_GOAL = "share-goal"
    SHARE_SPORT = "share-sport"
    WRITE_ON_SPORT = "write-on-sport"
    ANSWER_SHARE = "answer-share"
    EDIT_POST = "edit-post"


class State(StrEnum):
    """What its owner did with it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


UNCAPPED = frozenset({Kind.EDIT_POST, Kind.ANSWER_SHARE})
"""What asks for something that is owed is not counted among the day's suggestions."""


@dataclass(kw_only=True, eq=False)
class Prompt(Aggregate):
    """One a person, kind and subject: told again, it is not shown again."""

    id: UUID
    user_id: UUID
    kind: Kind
    subject_id: UUID
    board: str
    category: str | None
    title: str
    body: str
    at: datetime
    workout_id: UUID | None = None
    goal_id: UUID | None = None
    post_id: UUID | None = None
    state: State = State.OPEN
    made_post_id: UUID | None = None

    def accept(self, post_id: UUID | None) -> None:
        """``post_id`` is the post that its owner made of it. Raises PromptAnswered."""
        self._answer(State.ACCEPTED)
        self.made_post_id = post_id

    def dismiss(self) -> None:
        """Not this one. Raises PromptAnswered."""
        self._answer(State.DISMISSED)

    def stand_as(self, there: "Prompt") -> bool:
        """Read and stand as it did elsewhere, unless its owner answered it here; False if so."""
        if self.state is not State.OPEN:
            return False
        self.title, self.body, self.at = there.title, there.body, there.at
        self.state, self.made_post_id = there.state, there.made_post_id
        return True

    def _answer(self, state: State) -> None:
        if self.state is not State.OPEN:
            raise PromptAnswered
        self.state = state


SPORTS = {
    "run": ("달리기", "run"),
    "trail_run": ("트레일러닝", "trail run"),
    "walk": ("걷기", "walk"),
    "hike": ("등산", "hike"),
    "ride": ("라이딩", "ride"),
    "swim": ("수영", "swim"),
}
_TEXTS: dict[Kind, tuple[str, str, str, str]] = {
    Kind.SHARE_WORKOUT: ("오늘의 {sport} {figures}", "{sport} {figures} 마쳤습니다.",
                         "My {sport} {figures}", "Done: {sport} {figures}."),
    Kind.SHARE_ANALYSIS: ("{sport} 분석 결과", "{sport} {figures}의 분석을 나눕니다.",
                          "How my {sport} went", "What analysis says of {sport} {figures}."),
    Kind.ASK_FEEDBACK: ("{sport} 피드백 부탁드려요", "{sport} {figures}, 어떻게 하면 나아질까요?",
                        "Feedback on my {sport}?", "{sport} {figures}: what could be better?"),
    Kind.SHARE_ACHIEVEMENT: ("목표 달성! {goal}", "{goal} 목표를 이뤘습니다.",
                             "Goal reached: {goal}", "I reached my goal: {goal}."),
    Kind.SHARE_GOAL: ("새 목표 {goal}", "{goal}에 도전합니다. 함께하실 분 계신가요?",
                      "A new goal: {goal}", "I am going for {goal}. Who joins in?"),
    Kind.SHARE_SPORT: ("이번에는 {sport}", "{before} 대신 {sport}, {figures}.",
                       "This time a {sport}", "A {sport} instead of a {before}, {figures}."),
    Kind.WRITE_ON_SPORT: ("{sport} 이야기", "{sport}에 대해 나누고 싶은 이야기를 적어 보세요.",
                          "About the {sport}", "What would you like to tell about your {sport}?"),
    Kind.ANSWER_SHARE: ("{sport} {figures}", "궁금해하셔서 {sport} {figures} 기록을 나눕니다.",
                        "{sport} {figures}", "You asked for it: {sport} {figures}."),
    Kind.EDIT_POST: ("글을 고쳐 주세요", "‘{title}’ 글의 {what}이(가) 바뀌었습니다.",
                     "Please edit your post", "The {what} of “{title}” changed: have a look."),
}  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """What is aimed at: metric and target as in GoalSet."""

    metric: str
    target: float


Facts = Mapping[str, str | Goal]


def drafted(kind: Kind, locale: str, facts: Facts) -> tuple[str, str]:
    """Title and text of the draft in the language of the account."""
    korean = locale.split("-", maxsplit=1)[0] == KOREAN
    title, body = _TEXTS[kind][:2] if korean else _TEXTS[kind][2:]
    told = {name: _named(name, value, korean=korean) for name, value in facts.items()}
    return _tidy(title.format_map(told)), _tidy(body.format_map(told))


def _named(name: str, value: str | Goal, *, korean: bool) -> str:
    if isinstance(value, Goal):
        return _goal(value, korean=korean)
    return _sport(value, korean=korean) if name in {"sport", "before"} else value


def figures(metrics: Mapping[str, float]) -> str:
    """``10.2 km 52:10``: what is known of the two figures everybody reads."""
    parts = []
    if distance_m := metrics.get("distance_m"):
        parts.append(f"{distance_m / 1000:.1f} km")
    if moving_s := metrics.get("moving_s") or metrics.get("elapsed_s"):
        minutes, seconds = divmod(round(moving_s), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}")
    return " ".join(parts)


def _goal(goal: Goal, *, korean: bool) -> str:
    """``100 km``, ``10시간``, ``20 days``: the target with its unit."""
    metric, target = goal.metric.partition("/")[0], goal.target
    match metric:
        case "distance":
            return f"{target / 1000:g} km"
        case "climb":
            return f"{target:g} m ↑"
        case "time":
            return f"{target / 3600:g}시간" if korean else f"{target / 3600:g} h"
        case "active_days":
            return f"{target:g}일" if korean else f"{target:g} {'day' if target == 1 else 'days'}"
        case _:
            return (
                f"{target:g}회"
                if korean
                else f"{target:g} {'workout' if target == 1 else 'workouts'}"
            )


def _sport(sport: str, *, korean: bool) -> str:
    names = SPORTS.get(sport, ("운동", "workout"))
    return names[0] if korean else names[1]


def _tidy(text: str) -> str:
    return " ".join(text.replace(" .", ".").replace(" ,", ",").split())
