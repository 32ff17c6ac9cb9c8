"""An e-mail address: where an account can be reached, and what it signs in with."""

import re
from dataclasses import dataclass

from moim.contexts.users.domain.wording import folded, is_plain
from moim.kernel.errors import Conflict, Invalid

LENGTH_MAX = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
LOCAL_LENGTH_MAX = 64
_LOCAL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class EmailNotAllowed(Invalid):
    """Not an address that mail can be sent to."""

    code = "email-not-allowed"
    ko = "이메일 주소를 확인해 주세요. 예: name@example.com"
    en = "Please check the e-mail address. Example: name@example.com"


class EmailTaken(Conflict):
    """An account with this address exists."""

    code = "email-taken"
    ko = "이미 가입된 이메일 주소입니다. 로그인하거나 비밀번호를 재설정하세요."
    en = "There is an account with this address. Sign in, or reset the password."


@dataclass(frozen=True, repr=False)
class Email:
    """``text`` is what mail is sent to; ``key`` is what must be unique."""

    text: str

    @classmethod
    def of(cls, raw: str) -> "Email":
        """Judge what was typed. An international domain becomes its ASCII form."""
        if len(raw) > LENGTH_MAX:
            raise EmailNotAllowed(field="email")
        local, at, domain = raw.strip().rpartition("@")
        try:
            ascii_domain = domain.lower().encode("idna").decode("ascii")
        except UnicodeError:
            raise EmailNotAllowed(field="email") from None
        labels = ascii_domain.split(".")
        sound = (
            at
            and len(local) <= LOCAL_LENGTH_MAX
            and _LOCAL.fullmatch(local)
            and is_plain(local)
            and not local.startswith(".")
            and not local.endswith(".")
            and ".." not in local
            and len(labels) > 1
            and all(_LABEL.fullmatch(label) for label in labels)
            and not labels[-1].isdigit()
        )
        if not sound or len(local) + 1 + len(ascii_domain) > LENGTH_MAX:
            raise EmailNotAllowed(field="email")
        return cls(f"{local}@{ascii_domain}")

    @property
    def key(self) -> str:
        """Case folded away, of the local part too: no mail host in use tells them apart."""
        return folded(self.text)

    @property
    def local(self) -> str:
        """What stands before the @."""
        return self.text.rpartition("@")[0]

    def __repr__(self) -> str:
        """Never the address: this ends up in logs."""
        return "Email(…)"
