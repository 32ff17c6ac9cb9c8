"""The words of the mails that users sends, in Korean and English."""

from dataclasses import dataclass

from moim.contexts.users.application.mails import (
    LEAVING,
    SECOND_FACTOR_CHANGED,
    VERIFICATION,
)
from moim.platform.letter_page import letter_page


@dataclass(frozen=True, kw_only=True)
class Words:
    """One mail in one language. ``{nickname}`` stands in ``greeting``; ``action`` names a link."""

    subject: str
    greeting: str
    body: tuple[str, ...]
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A mail ready for an envelope."""

    subject: str
    text: str
    html: str


KO_GREETING = "{nickname}님, 안녕하세요."
EN_GREETING = "Hello {nickname},"
NOT_YOU_KO = "본인이 요청하지 않았다면 이 메일은 무시하셔도 됩니다."
NOT_YOU_EN = "If you did not ask for this, you can ignore this letter."

WORDS: dict[tuple[str, str], Words] = {
    (VERIFICATION, "ko"): Words(
        subject="[모임] 이메일 주소를 인증하세요",
        greeting=KO_GREETING,
        body=(
            "아래 링크를 열면 이메일 인증이 끝납니다. 링크는 24시간 동안 한 번만 쓸 수 있습니다.",
            "모임에 가입한 적이 없다면 이 메일은 무시하셔도 됩니다.",
        ),
        action="이메일 인증하기",
    ),
    (VERIFICATION, "en"): Words(
        subject="[Moim] Please confirm your e-mail address",
        greeting=EN_GREETING,
        body=(
            "Open the link below to confirm your address. It works once, within 24 hours.",
            "If you did not sign up for Moim, you can ignore this letter.",
        ),
        action="Confirm the address",
    ),
    (SECOND_FACTOR_CHANGED, "ko"): Words(
        subject="[모임] 2단계 인증 설정이 변경되었습니다",
        greeting=KO_GREETING,
        body=(
            "계정의 2단계 인증이 방금 켜지거나 꺼졌습니다. 설정의 보안에서 확인할 수 있습니다.",
            "본인이 변경하지 않았다면 지금 바로 비밀번호를 재설정하고 운영자에게 알려 주세요.",
        ),
        action="비밀번호 재설정하기",
    ),
    (SECOND_FACTOR_CHANGED, "en"): Words(
        subject="[Moim] Your second factor was changed",
        greeting=EN_GREETING,
        body=(
            "The second factor of your account was just turned on or off. Settings show which.",
            "If it was not you, reset the password now and tell your host.",
        ),
        action="Reset the password",
    ),
    (LEAVING, "ko"): Words(
        subject="[모임] 탈퇴 신청을 받았습니다",
        greeting=KO_GREETING,
        body=(
            "7일 뒤에 계정과 모든 기록이 지워집니다. 지워진 기록은 되돌릴 수 없습니다.",
            "마음이 바뀌었다면 7일 안에 로그인해 탈퇴를 취소하세요.",
            "본인이 신청하지 않았다면 비밀번호를 재설정한 뒤 로그인해 탈퇴를 취소하세요.",
        ),
        action="비밀번호 재설정하기",
    ),
    (LEAVING, "en"): Words(
        subject="[Moim] You asked to leave",
        greeting=EN_GREETING,
        body=(
            "In 7 days your account and everything in it will be erased, for good.",
            "If you change your mind, sign in within 7 days and choose to stay.",
            "If it was not you, reset the password, sign in and choose to stay.",
        ),
        action="Reset the password",
    ),
}


def language_of(locale: str) -> str:
    """Korean for whoever reads Korean, English for everybody else."""
    return "ko" if locale.partition("-")[0] == "ko" else "en"


def written(template: str, locale: str, nickname: str, link: str, home: str) -> Written:
    """The mail for one reader. ``nickname`` is a stranger's text and is treated so."""
    language = language_of(locale)
    words = WORDS[template, language]
    greeting = words.greeting.format(nickname=nickname)
    text = "\n\n".join((greeting, *words.body, f"{words.action}:\n{link}", f"Moim\n{home}")) + "\n"
    html = letter_page(
        language=language,
        greeting=greeting,
        paragraphs=words.body,
        link=link,
        action=words.action,
        home=home,
    )
    return Written(subject=words.subject, text=text, html=html)
