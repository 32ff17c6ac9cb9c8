"""What charts on request call things, in Korean and English."""

from moim.contexts.insights.adapters.drawing.measures import pick
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.domain.chart_kinds import ChartKind

TITLES: dict[ChartKind, tuple[str, str]] = {
    ChartKind.PACE: ("페이스", "Pace"),
    ChartKind.HEART_RATE: ("심박수", "Heart rate"),
    ChartKind.ELEVATION: ("고도", "Elevation"),
    ChartKind.CADENCE: ("케이던스", "Cadence"),
    ChartKind.POWER: ("파워", "Power"),
    ChartKind.MAP: ("내가 다닌 길", "Where I have been"),
    ChartKind.TRAINING_LOAD: ("훈련 부하", "Training load"),
    ChartKind.ZONES: ("심박 구간별 시간", "Time in heart-rate zones"),
    ChartKind.RECORDS: ("기록의 변화", "Records over time"),
    ChartKind.ACTIVITY: ("활동", "Activity"),
    ChartKind.CONSENT: ("알림 수신 동의", "Consent to be notified"),
    ChartKind.ANALYSIS: ("운동 분석", "Analysis of a workout"),
    ChartKind.ACTIVITY_STATS: ("활동 통계", "Activity statistics"),
}

NOTHING: dict[ChartKind, tuple[str, str]] = {
    ChartKind.TRAINING_LOAD: (
        "심박수를 함께 기록한 운동이 있으면 부하가 계산됩니다.",
        "Load is worked out from workouts with heart rate.",
    ),
    ChartKind.ZONES: (
        "심박수를 함께 기록하면 구간별 시간을 볼 수 있습니다.",
        "Record heart rate to see the time in each zone.",
    ),
    ChartKind.RECORDS: (
        "이 거리를 달린 기록이 아직 없습니다.",
        "This distance has not been covered yet.",
    ),
}

_NAMES: dict[str, tuple[str, str]] = {
    "signed-in": ("로그인", "Signed in"),
    "password-changed": ("비밀번호 변경", "Changed the password"),
    "email-verified": ("이메일 인증", "Verified the address"),
    "profile-edited": ("프로필 수정", "Edited the profile"),
    "photo-changed": ("사진 변경", "Changed the photo"),
    "settings-changed": ("설정 변경", "Changed settings"),
    "consent-changed": ("동의 변경", "Changed consent"),
    "token-made": ("개인 토큰 만들기", "Made a token"),
    "token-revoked": ("개인 토큰 폐기", "Revoked a token"),
    "second-factor-on": ("2단계 인증 켜기", "Second factor on"),
    "second-factor-off": ("2단계 인증 끄기", "Second factor off"),
    "identity-linked": ("다른 로그인 연결", "Linked a sign-in"),
    "identity-unlinked": ("다른 로그인 연결 끊기", "Unlinked a sign-in"),
    "data-exported": ("내 기록 내려받기", "Exported data"),
    "feedback-sent": ("의견 보내기", "Sent feedback"),
    "leaving": ("탈퇴 신청", "Asked to leave"),
    "stayed": ("탈퇴 취소", "Stayed"),
    "workouts-imported": ("운동 가져오기", "Imported workouts"),
    "session-ended": ("실시간 운동", "Live sessions"),
    "goal-set": ("목표 설정", "Set a goal"),
    "goal-achieved": ("목표 달성", "Reached a goal"),
    "challenge-joined": ("챌린지 참여", "Joined a challenge"),
    "post-written": ("글쓰기", "Wrote a post"),
    "activity": ("활동", "Activity"),
    "challenges": ("챌린지", "Challenges"),
    "app": ("앱", "App"),
    "push": ("푸시", "Push"),
    "email": ("이메일", "E-mail"),
    "sms": ("문자", "SMS"),
    "service": ("서비스", "service"),
    "marketing": ("광고", "marketing"),
    "night": ("야간", "night"),
    "splits": ("구간 기록", "Splits"),
    "heart_rate_zones": ("심박 구간", "Heart-rate zones"),
    "best_efforts": ("최고 기록", "Best efforts"),
    "best_powers": ("최고 파워", "Best powers"),
    "load": ("훈련 부하", "Load"),
    "trimp": ("TRIMP", "TRIMP"),
}


def chart_title(kind: ChartKind, language: Language) -> str:
    """What a chart of this kind is called."""
    return pick(language, *TITLES[kind])


def advice(kind: ChartKind, language: Language) -> str:
    """What to do where there is nothing to draw."""
    return pick(language, *NOTHING.get(kind, ("", "")))


def named(name: str, language: Language) -> str:
    """A name that an event used, as people say it; its own words if we have none."""
    known = _NAMES.get(name)
    return pick(language, *known) if known else name.replace("-", " ").replace("_", " ")
