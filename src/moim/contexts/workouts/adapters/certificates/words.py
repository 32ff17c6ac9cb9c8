"""What templates and fields are called, in Korean and English."""

from moim.contexts.workouts.domain.certificate import Field, Template

TEMPLATES: dict[Template, tuple[str, str]] = {
    Template.MINIMAL: ("미니멀", "Minimal"),
    Template.BIG_NUMBER: ("큰 숫자", "Big number"),
    Template.MAGAZINE: ("매거진", "Magazine"),
    Template.FILM: ("필름", "Film"),
    Template.MAP_CARD: ("지도 카드", "Map card"),
    Template.RECORD: ("기록증", "Record"),
}
FIELDS: dict[Field, tuple[str, str]] = {
    Field.TITLE: ("제목", "Title"),
    Field.DATE: ("날짜", "Date"),
    Field.PLACE: ("장소", "Place"),
    Field.DISTANCE: ("거리", "Distance"),
    Field.TIME: ("시간", "Time"),
    Field.PACE: ("페이스·속도", "Pace or speed"),
    Field.HEART_RATE: ("평균 심박", "Heart rate"),
    Field.CLIMB: ("상승", "Climb"),
    Field.COURSE: ("코스", "Course"),
    Field.PORTRAIT: ("프로필 사진", "Profile photo"),
}


def said(pair: tuple[str, str], language: str) -> str:
    """The word for the reader."""
    return pair[0] if language == "ko" else pair[1]
