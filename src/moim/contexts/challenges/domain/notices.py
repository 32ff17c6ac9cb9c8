"""What people are told about a challenge, and in which words."""

from datetime import timedelta
from enum import StrEnum

BUNDLED_FOR = timedelta(hours=1)


class NoticeKind(StrEnum):
    """What a notice is about."""

    START = "start"
    HALFWAY = "halfway"
    OVERTAKEN = "overtaken"
    LAST_DAY = "last-day"
    GOAL = "goal"
    END = "end"
    FEEDBACK = "feedback"
    REVIEW = "review"
    DECIDED = "decided"
    INVITATION = "invitation"

    @property
    def setting(self) -> str:
        """Under which name it is wanted or not: who wants to hear of a review hears its end."""
        return NoticeKind.REVIEW.value if self is NoticeKind.DECIDED else self.value


_WORDS = {
    NoticeKind.START: ("「{title}」이(가) 시작됐어요.", "{title} has started."),
    NoticeKind.HALFWAY: ("「{title}」이(가) 절반을 지났어요.", "{title} is halfway through."),
    NoticeKind.OVERTAKEN: (
        "「{title}」에서 다른 참가자가 앞질렀어요.",
        "Somebody passed you in {title}.",
    ),
    NoticeKind.LAST_DAY: ("「{title}」 마감이 하루 남았어요.", "One day is left in {title}."),
    NoticeKind.GOAL: ("「{title}」에서 목표를 달성했어요.", "A goal was reached in {title}."),
    NoticeKind.END: (
        "「{title}」이(가) 끝났어요. 순위를 확인하세요.",
        "{title} is over. See the ranking.",
    ),
    NoticeKind.FEEDBACK: ("「{title}」은(는) 어땠나요?", "How was {title}?"),
    NoticeKind.REVIEW: (
        "「{title}」의 기록을 검토하고 있어요.",
        "A result in {title} is under review.",
    ),
    NoticeKind.DECIDED: (
        "「{title}」에서 검토하던 기록이 결정됐어요.",
        "A result in {title} was reviewed and decided.",
    ),
    NoticeKind.INVITATION: ("「{title}」에 함께해 보세요.", "Why not join {title}?"),
}


def words_of(kind: NoticeKind, title: str, locale: str) -> str:
    """The notice in the person's language."""
    korean, english = _WORDS[kind]
    return (korean if locale.startswith("ko") else english).format(title=title)
