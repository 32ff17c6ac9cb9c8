"""The words about accounts, consent, feedback, statistics and challenges."""

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.template import Template, Words

ALL = frozenset({Channel.APP, Channel.PUSH, Channel.EMAIL})
APP_AND_MAIL = frozenset({Channel.APP, Channel.EMAIL})
RINGS = frozenset({Channel.APP, Channel.PUSH})
MAIL = frozenset({Channel.EMAIL})
APP = frozenset({Channel.APP})
NOT_YOU_KO = "본인이 아니라면 지금 바로 비밀번호를 재설정하고 운영자에게 알려 주세요."
NOT_YOU_EN = "If it was not you, reset the password now and tell your host."


def _security(name: str, ko: Words, en: Words, channels: frozenset[Channel] = ALL) -> Template:
    return Template(
        name=name,
        topic=Topic.SECURITY,
        kind=Kind.SECURITY,
        ko=ko,
        en=en,
        lane=Lane.CRITICAL,
        channels=channels,
        link="/forgot",
    )


def _service(
    name: str,
    topic: Topic,
    ko: Words,
    en: Words,
    channels: frozenset[Channel] = APP,
    link: str = "",
    kind: Kind = Kind.SERVICE,
) -> Template:
    return Template(name=name, topic=topic, kind=kind, ko=ko, en=en, channels=channels, link=link)


ACCOUNT = (
    _security(
        "account-locked",
        Words(
            "계정이 잠겼습니다",
            "로그인에 여러 번 실패했거나 운영자의 조치로 계정이 잠겼습니다. "
            "로그인 실패로 잠긴 계정은 15분 뒤에 풀리고, 비밀번호를 재설정하면 바로 풀립니다. "
            "로그인을 시도하지 않았다면 누군가 비밀번호를 추측하고 있을 수 있습니다.",
        ),
        Words(
            "Your account is locked",
            "It was locked after several failed sign-ins, or by a moderator. A lock after failures "
            "ends in 15 minutes, or at once when you reset the password. If you did not try to "
            "sign in, somebody may be guessing your password.",
        ),
    ),
    _security(
        "account-unlocked",
        Words("계정 잠금이 풀렸습니다", "이제 다시 로그인할 수 있습니다."),
        Words("Your account is unlocked", "You can sign in again."),
        APP_AND_MAIL,
    ),
    _security(
        "login-failed",
        Words("로그인 시도가 {count}번 실패했습니다", NOT_YOU_KO),
        Words("{count} failed attempts to sign in", NOT_YOU_EN),
    ),
    _security(
        "password-changed",
        Words("비밀번호가 변경되었습니다", "다른 기기에서는 로그아웃되었습니다. " + NOT_YOU_KO),
        Words("Your password was changed", "Other devices were signed out. " + NOT_YOU_EN),
    ),
    _security(
        "password-reset",
        Words("비밀번호를 재설정했습니다", "모든 기기에서 로그아웃되었습니다. " + NOT_YOU_KO),
        Words("Your password was reset", "All devices were signed out. " + NOT_YOU_EN),
    ),
    _security(
        "reset-link",
        Words(
            "비밀번호를 재설정하세요",
            "아래 링크에서 새 비밀번호를 정하세요. 링크는 1시간 동안 한 번만 쓸 수 있습니다. "
            "요청한 적이 없다면 이 메일은 무시하셔도 됩니다.",
        ),
        Words(
            "Reset your password",
            "Choose a new password at the link below. It works once, within one hour. If you did "
            "not ask for this, you can ignore this letter.",
        ),
        MAIL,
    ),
    _service(
        "welcome",
        Topic.ACCOUNT,
        Words("{nickname}님, 환영합니다!", "이메일 인증이 끝났습니다. 첫 운동을 기록해 보세요."),
        Words("Welcome, {nickname}!", "Your address is confirmed. Record your first workout."),
        link="/",
        kind=Kind.TRANSACTIONAL,
    ),
    _service(
        "consent-given",
        Topic.ACCOUNT,
        Words(
            "수신 동의가 처리되었습니다",
            "{sender}: {on}에 {channel} {purpose} 수신에 동의하셨습니다. "
            "설정에서 언제든지 철회할 수 있습니다.",
        ),
        Words(
            "Your consent was recorded",
            "{sender}: on {on} you agreed to {purpose} by {channel}. You can take it back in "
            "the settings at any time.",
        ),
        APP_AND_MAIL,
        "/settings",
        Kind.TRANSACTIONAL,
    ),
    _service(
        "consent-refused",
        Topic.ACCOUNT,
        Words(
            "수신 거부가 처리되었습니다",
            "{sender}: {on}에 {channel} {purpose} 수신을 거부하셨습니다. 더 이상 보내지 않습니다.",
        ),
        Words(
            "Your refusal was recorded",
            "{sender}: on {on} you refused {purpose} by {channel}. None will be sent.",
        ),
        APP_AND_MAIL,
        "/settings",
        Kind.TRANSACTIONAL,
    ),
    _service(
        "consent-reconfirm",
        Topic.ACCOUNT,
        Words(
            "수신 동의를 확인해 주세요",
            "{sender}: {on}에 {channel} {purpose} 수신에 동의하셨습니다. 그대로 두시면 동의가 "
            "유지되고, 설정에서 철회할 수 있습니다.",
        ),
        Words(
            "Please check your consent",
            "{sender}: on {on} you agreed to {purpose} by {channel}. If you leave it, it "
            "stays; you can take it back in the settings.",
        ),
        APP_AND_MAIL,
        "/settings",
        Kind.TRANSACTIONAL,
    ),
    _service(
        "consent-asked",
        Topic.ACCOUNT,
        Words(
            "소식을 받아 보시겠어요?",
            "{channel} {purpose} 수신에 동의하시면 보내 드립니다. 설정에서 정할 수 있습니다.",
        ),
        Words(
            "Would you like to hear from us?",
            "If you agree to {purpose} by {channel}, you will. Choose in the settings.",
        ),
        link="/settings",
    ),
    _service(
        "feedback-received",
        Topic.FEEDBACK,
        Words("의견을 잘 받았습니다", "읽고 답을 드리겠습니다. 고맙습니다."),
        Words("We have your feedback", "We will read it and answer. Thank you."),
        link="/settings/feedback",
    ),
    _service(
        "feedback-answered",
        Topic.FEEDBACK,
        Words("보내신 의견에 답이 달렸습니다", "처리 결과: {resolution}"),
        Words("Your feedback was answered", "Outcome: {resolution}"),
        RINGS,
        "/settings/feedback",
    ),
    _service(
        "statistics-promised",
        Topic.INSIGHTS,
        Words("활동 통계를 세고 있습니다", "준비되면 이 알림에 결과가 나타납니다."),
        Words("Your statistics are being counted", "The result will appear in this notice."),
        link="/settings/activity",
    ),
    _service(
        "statistics-ready",
        Topic.INSIGHTS,
        Words("활동 통계가 준비되었습니다", "{figures}"),
        Words("Your statistics are ready", "{figures}"),
        link="/settings/activity?statistics={subject_id}",
    ),
    _service(
        "weekly-summary",
        Topic.SUMMARIES,
        Words("지난주 활동 요약", "{figures}"),
        Words("Your week in short", "{figures}"),
        APP_AND_MAIL,
        "/settings/activity",
    ),
    _service(
        "digest",
        Topic.SUMMARIES,
        Words("모아 둔 알림 {count}개", "{titles}"),
        Words("{count} notices kept for you", "{titles}"),
        MAIL,
        "/notifications",
    ),
    _service(
        "challenge-notice",
        Topic.CHALLENGES,
        Words("{title}", "{notice}"),
        Words("{title}", "{notice}"),
        RINGS,
        "/challenges/{subject_id}",
    ),
    _service(
        "priority-decided",
        Topic.MODERATION,
        Words("알림 우선순위 변경 요청: {outcome}", "{topic} → {to} {reason}"),
        Words("Priority change: {outcome}", "{topic} → {to} {reason}"),
    ),
)

TOPICS = {
    Topic.WORKOUTS: ("운동", "workouts"),
    Topic.GOALS: ("목표", "goals"),
    Topic.CHALLENGES: ("챌린지", "challenges"),
    Topic.COMMUNITY: ("게시판", "boards"),
    Topic.CLUBS: ("클럽", "clubs"),
    Topic.GATHERINGS: ("행사", "gatherings"),
    Topic.ANNOUNCEMENTS: ("공지", "announcements"),
    Topic.INSIGHTS: ("통계", "figures"),
    Topic.SUMMARIES: ("요약", "summaries"),
    Topic.FEEDBACK: ("의견 답변", "feedback"),
    Topic.SECURITY: ("보안", "security"),
    Topic.ACCOUNT: ("계정", "account"),
    Topic.MODERATION: ("운영", "moderation"),
}
LANES = {
    Lane.CRITICAL: ("가장 먼저", "at once"),
    Lane.HIGH: ("높음", "high"),
    Lane.NORMAL: ("보통", "normal"),
    Lane.BULK: ("낮음", "low"),
}
CHANNELS = {
    "app": ("앱", "the app"),
    "push": ("푸시", "push"),
    "email": ("이메일", "e-mail"),
    "sms": ("문자", "text message"),
    "webhook": ("웹훅", "webhook"),
}
PURPOSES = {
    "service": ("서비스 알림", "service notices"),
    "marketing": ("광고성 정보", "advertising"),
    "night": ("야간 광고성 정보", "advertising at night"),
}
RESOLUTIONS = {
    "done": ("반영했습니다", "done"),
    "planned": ("반영할 예정입니다", "planned"),
    "declined": ("반영하지 않습니다", "declined"),
    "answered": ("답변했습니다", "answered"),
}
CHALLENGE_NOTICES = {
    "start": ("챌린지가 시작되었습니다", "The challenge has begun"),
    "halfway": ("챌린지가 절반 지났습니다", "Half of the challenge is over"),
    "overtaken": ("순위가 바뀌었습니다", "Somebody has overtaken you"),
    "last-day": ("챌린지 마지막 날입니다", "It is the last day of the challenge"),
    "goal": ("목표를 달성했습니다", "You have reached the goal"),
    "end": ("챌린지가 끝났습니다. 결과를 확인하세요", "The challenge is over: see the result"),
    "feedback": (
        "챌린지는 어땠나요? 의견을 들려주세요",
        "How was the challenge? Tell what you think",
    ),
    "review": ("기록을 검토하고 있습니다", "A result is under review"),
    "decided": ("기록 검토가 끝났습니다", "A result was reviewed and decided"),
    "invitation": (
        "열려 있는 챌린지입니다. 함께해 보세요",
        "This challenge is open: why not join?",
    ),
}
