"""What the deeds of the activity log are called in a summary."""

NAMES = {
    "signed-in": ("로그인", "signed in"),
    "password-changed": ("비밀번호 변경", "password changed"),
    "email-verified": ("이메일 인증", "address confirmed"),
    "profile-edited": ("프로필 수정", "profile edited"),
    "photo-changed": ("사진 변경", "photo changed"),
    "settings-changed": ("설정 변경", "settings changed"),
    "consent-changed": ("수신 동의 변경", "consent changed"),
    "token-made": ("개인 토큰 만들기", "personal tokens made"),
    "token-revoked": ("개인 토큰 폐기", "personal tokens revoked"),
    "second-factor-on": ("2단계 인증 켜기", "second factor turned on"),
    "second-factor-off": ("2단계 인증 끄기", "second factor turned off"),
    "identity-linked": ("다른 로그인 연결", "sign-ins linked"),
    "identity-unlinked": ("다른 로그인 연결 끊기", "sign-ins unlinked"),
    "data-exported": ("내 기록 내려받기", "data exported"),
    "feedback-sent": ("의견 보내기", "feedback sent"),
    "leaving": ("탈퇴 신청", "asked to leave"),
    "stayed": ("탈퇴 취소", "stayed after all"),
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
