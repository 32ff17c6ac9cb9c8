"""What the deeds of the activity log are called in a summary."""

NAMES = {
    "signed-in": ("로그인", "signed in"),
    "password-changed": ("비밀번호 변경", "password changed"),
    "email-verified": ("이메일 인증", "address confirmed"),
    "profile-edited": ("프로필 수정", "profile edited"),
    "photo-changed": ("사진 변경", "photo changed"),
    "settings-changed": ("설정 변경", "settings changed"),
    "consent-changed": ("수신 동의 변경", "consent changed"),
    "feedback-sent": ("의견 보내기", "feedback sent"),
    "workouts-imported": ("운동 가져오기", "workouts imported"),
    "session-ended": ("운동 기록", "workouts recorded"),
    "goal-set": ("목표 설정", "goals set"),
    "goal-achieved": ("목표 달성", "goals reached"),
    "challenge-joined": ("챌린지 참여", "challenges joined"),
    "post-written": ("글쓰기", "posts written"),
}


def named(activity: str, language: str) -> str:
    """A deed's name; the permanent code of one that has none here."""
    ko, en = NAMES.get(activity, (activity, activity))
    return ko if language == "ko" else en
