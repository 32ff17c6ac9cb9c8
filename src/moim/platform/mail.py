"""Letters: to a server, or to a folder that the host can look into."""

import contextlib
import email
import email.policy
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from moim.kernel.clock import Clock, system_clock
from moim.kernel.ids import new_id

TIMEOUT_S = 20.0
PERMANENT = range(500, 600)
DEAD = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)")
"""No such mailbox, host or address, moved, null MX; disabled (RFC 3463, RFC 7505). A full mailbox
(5.2.2) and a refusal of what we wrote, or of us (5.7.x), say nothing of the address."""
_STATUS = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
_DEAD_UNSAID = frozenset({550, 551, 553})  # what servers say who give no status beside the code
_FULL, _FULL_STATUS = 552, "5.2.2"
SHOWN_MAX = 200
OWNER = "X-Moim-User"


class AddressRefused(Exception):
    """The server will never take a letter to this address; do not try again."""


class LetterRefused(OSError):
    """The server does not take this letter, or none of ours: that says nothing of the address."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that comes with a letter; ``media_type`` such as ``text/calendar``."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one address. ``headers`` are more of them, such as List-Unsubscribe.

    ``user_id`` is whose address it is: a letter that stays here goes when they do. ``message_id``
    is given by who may send it twice and wants it known again; else it is made.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    user_id: UUID | None = None
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None


class Mailer(Protocol):
    """Sends letters. Blocks while it does: call it on a thread."""

    def send(self, letter: Letter) -> None:
        """Return when it was taken; raise AddressRefused, LetterRefused, or OSError: later."""
        ...

    def forget(self, user_id: UUID) -> None:
        """Remove the letters to this person that lie here."""
        ...


def _status(said: bytes) -> str:
    """The enhanced status code (RFC 2034) that an answer begins with, or nothing."""
    found = _STATUS.match(said.decode("ascii", "replace"))
    return "" if found is None else found[1]


def _is_dead(code: int, said: bytes) -> bool:
    status = _status(said)
    return DEAD.fullmatch(status) is not None if status else code in _DEAD_UNSAID


def _is_full(code: int, said: bytes) -> bool:
    return (_status(said) or (_FULL_STATUS if code == _FULL else "")) == _FULL_STATUS


class FileMailer:
    """Writes each letter to ``folder`` as a ``.eml`` file, newest last by name."""

    def __init__(self, folder: Path, sender: str, clock: Clock = system_clock) -> None:
        """Make the folder if need be."""
        self._folder = folder
        self._sender = sender
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, letter: Letter) -> None:
        """See Mailer."""
        message = message_of(letter, self._sender, self._clock())
        if letter.user_id is not None:
            message[OWNER] = str(letter.user_id)
        path = self._folder / f"{new_id()}.eml"
        hidden = path.with_suffix(".part")
        hidden.write_bytes(message.as_bytes())
        hidden.replace(path)

    def forget(self, user_id: UUID) -> None:
        """See Mailer. The folder is for trying Moim out: every letter is looked at."""
        for path in self._folder.glob("*.eml"):
            with contextlib.suppress(FileNotFoundError):
                if self._read(path)[OWNER] == str(user_id):
                    path.unlink()

    def newest(self, most: int = SHOWN_MAX) -> Iterator[tuple[UUID, EmailMessage]]:
        """The last letters, newest first, for the page ``/dev/mail``."""
        for path in sorted(self._folder.glob("*.eml"), reverse=True)[:most]:
            with contextlib.suppress(ValueError):
                yield UUID(path.stem), self._read(path)

    def find(self, id: UUID) -> EmailMessage | None:
        """One letter, or None."""
        path = self._folder / f"{id}.eml"
        return self._read(path) if path.exists() else None

    def _read(self, path: Path) -> EmailMessage:
        return email.message_from_bytes(
            path.read_bytes(), _class=EmailMessage, policy=email.policy.default
        )


class SmtpMailer:
    """Hands letters to an SMTP server; a connection a letter."""

    def __init__(self, url: str, sender: str, clock: Clock = system_clock) -> None:
        """``url`` as ``smtp://user:password@host:port`` or ``smtps://…``.

        smtp uses STARTTLS where the server offers it, and never sends a password without.
        """
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._clock = clock

    def send(self, letter: Letter) -> None:
        """See Mailer."""
        message = message_of(letter, self._sender, self._clock())
        try:
            with self._connected() as server:
                server.send_message(message, to_addrs=[letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            if code not in PERMANENT or _is_full(code, said):
                raise
            told = f"{code} {said.decode('utf-8', 'replace')}"
            if _is_dead(code, said):
                raise AddressRefused(told) from None
            raise LetterRefused(str(code)) from None
        except smtplib.SMTPDataError as error:
            if error.smtp_code in PERMANENT:
                raise LetterRefused(str(error.smtp_code)) from None
            raise

    def forget(self, user_id: UUID) -> None:
        """See Mailer: what was handed over does not lie here."""

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            server.ehlo()
            if not self._tls and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            self._sign_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if not self._user:
            return
        if not isinstance(server.sock, ssl.SSLSocket):
            raise ConnectionError("the mail server offers no TLS: no password is sent")
        server.login(self._user, self._password)


def message_of(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    """The letter as RFC 5322 has it. Raises ValueError if a header would hold a line break."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    made = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    message["Message-ID"] = letter.message_id or made
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html")
    for attached in letter.attachments:
        maintype, _, subtype = attached.media_type.partition("/")
        message.add_attachment(
            attached.content, maintype=maintype, subtype=subtype, filename=attached.name
        )
    return message


def mailer_for(url: str, sender: str, folder: Path) -> FileMailer | SmtpMailer:
    """What the setting MOIM_MAIL asks for."""
    return SmtpMailer(url, sender) if url else FileMailer(folder, sender)
