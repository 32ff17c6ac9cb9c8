"""The name that others see, and that belongs to one account at a time."""

from dataclasses import dataclass

from moim.contexts.users.domain.wording import composed, folded, is_plain, visible_length
from moim.kernel.errors import Conflict, Invalid

LENGTH_MIN = 2
LENGTH_MAX = 20
CODE_POINTS_MAX = 40


class NicknameNotAllowed(Invalid):
    """Too short, too long, or with something in it that cannot be seen."""

    code = "nickname-not-allowed"
    ko = "닉네임은 보이는 글자 2~20자로 입력하세요. 제어 문자는 쓸 수 없습니다."
    en = "A nickname has 2 to 20 visible characters and no control characters."


class NicknameTaken(Conflict):
    """Somebody else has it, in this or another spelling."""

    code = "nickname-taken"
    ko = "이미 사용 중인 닉네임입니다. 다른 닉네임을 입력하세요."
    en = "This nickname is taken. Please choose another."


@dataclass(frozen=True)
class Nickname:
    """``text`` is shown; ``key`` is what must be unique."""

    text: str

    @classmethod
    def of(cls, raw: str) -> "Nickname":
        """Tidy and judge what was typed."""
        if len(raw) > CODE_POINTS_MAX * 2:
            raise NicknameNotAllowed(field="nickname")
        text = " ".join(composed(raw).split(" ")).strip(" ")
        fits = LENGTH_MIN <= visible_length(text) <= LENGTH_MAX and len(text) <= CODE_POINTS_MAX
        if not fits or "  " in text or not is_plain(text) or not visible_length(text[0]):
            raise NicknameNotAllowed(field="nickname")
        return cls(text)

    @property
    def key(self) -> str:
        """Case and composition folded away."""
        return folded(self.text)


def beginning_of(raw: str) -> str:
    """What the keys of nicknames that begin so begin with. Raises NicknameNotAllowed."""
    text = composed(raw).strip(" ")
    if not text or len(text) > CODE_POINTS_MAX or not is_plain(text):
        raise NicknameNotAllowed(field="nickname")
    return folded(text)
