"""E-mail: multipart, with a way out in its head, and the calendar's file where there is one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parseaddr

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.domain.channels import Kind, Lane
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel
from moim.contexts.notifications.domain.template import KO, language_of
from moim.contracts.users import Contacts, ResetLinks
from moim.platform.letter_page import letter_page
from moim.platform.mail import AddressRefused, Attachment, Letter, LetterRefused, Mailer
from moim.platform.vault import Vault

UNSUBSCRIBE = "notifications.unsubscribe"
RESET = "reset-link"
THREADS = 4  # of each lane its own: slow bulk mail must not take the threads of a reset link
MAY_LEAVE = frozenset({Kind.SERVICE, Kind.SOCIAL, Kind.MARKETING})
PREFIX = {"ko": "[모임] ", "en": "[Moim] "}
ACTION = {"ko": "열어 보기", "en": "Open"}
# An advertisement says it in both languages, whoever reads it (시행령 별표 6).
OPT_OUT = {"ko": "수신을 원치 않으시면 여기에서 거부하세요", "en": "Unsubscribe here"}
Calendar = Callable[[Parcel], Attachment | None]


class EmailCarrier:
    """The ``email`` channel, by whatever takes the instance's letters."""

    def __init__(
        self,
        *,
        contacts: Contacts,
        links: ResetLinks,
        mailer: Mailer,
        vault: Vault,
        own_url: str,
        sender: str,
        calendar: Calendar,
    ) -> None:
        """``own_url`` is where the pages are; ``sender`` the From of every letter."""
        self._contacts = contacts
        self._links = links
        self._mailer = mailer
        self._vault = vault
        self._own_url = own_url
        self._sender = sender
        self._calendar = calendar
        self._threads = {
            lane: ThreadPoolExecutor(THREADS, thread_name_prefix=f"mail-{lane}") for lane in Lane
        }

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier. On a thread: a mail server may take its time."""
        loop = asyncio.get_running_loop()
        threads = self._threads[parcel.sending.lane]
        await loop.run_in_executor(threads, self._send, parcel)
        return Accepted()

    def close(self) -> None:
        """Let go of the threads."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)

    def _send(self, parcel: Parcel) -> None:
        contact = self._contacts.contact_of(parcel.sending.user_id)
        if contact is None:
            raise NotSent(Failure.REFUSED, "account-closed")
        link = self._link(parcel)
        if link is None:
            raise NotSent(Failure.REFUSED, "link-expired")
        try:
            self._mailer.send(self._letter(parcel, contact.email, contact.nickname, link))
        except AddressRefused:
            raise NotSent(Failure.DEAD_ADDRESS, "address-refused") from None
        except LetterRefused:
            raise NotSent(Failure.REFUSED, "letter-refused") from None
        except OSError as error:  # its text may hold the address, which no log may have
            raise NotSent(Failure.TRANSIENT, f"not-reached:{type(error).__name__}") from None

    def _link(self, parcel: Parcel) -> str | None:
        if parcel.template == RESET:
            return self._links.reset_link_of(parcel.sending.user_id)
        return f"{self._own_url}{parcel.link}"

    def _letter(self, parcel: Parcel, to: str, nickname: str, link: str) -> Letter:
        language = language_of(parcel.locale)
        greeting = f"{nickname}님, 안녕하세요." if language == KO else f"Hello {nickname},"
        out, headers = self._way_out(parcel)
        title, body = parcel.title, _with_own_way_out(parcel, out)
        advertises = parcel.sending.kind is Kind.MARKETING
        leaving = " / ".join(OPT_OUT.values()) if advertises else OPT_OUT[language]
        text = "\n\n".join(
            part
            for part in (
                greeting,
                title,
                body,
                link,
                f"Moim\n{self._own_url}",
                f"{leaving}:\n{out}" if out else "",
            )
            if part
        )
        html = letter_page(
            language=language,
            greeting=greeting,
            heading=title,
            paragraphs=(body,),
            link=link,
            action=ACTION[language],
            home=self._own_url,
            out=(out, leaving) if out else None,
        )
        # An advertisement's label stands at the very beginning, before our own.
        prefix = "" if advertises else PREFIX[language]
        calendar = self._calendar(parcel)
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        return Letter(
            to=to,
            subject=f"{prefix}{title}".replace("\n", " "),
            text=text + "\n",
            html=html,
            headers=headers,
            user_id=parcel.sending.user_id,
            message_id=f"<{parcel.sending.id}@{domain}>",
            attachments=() if calendar is None else (calendar,),
        )

    def _way_out(self, parcel: Parcel) -> tuple[str, dict[str, str]]:
        """Where its reader says no more: a page for people, one click for their program."""
        if parcel.sending.kind not in MAY_LEAVE:
            return "", {}
        token = self._vault.mint(UNSUBSCRIBE, parcel.sending.id)
        headers = {
            "List-Id": f"<{parcel.sending.topic}.moim>",
            "List-Unsubscribe": f"<{self._own_url}/v1/unsubscribe/{token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        return f"{self._own_url}/unsubscribe/{token}", headers


def _with_own_way_out(parcel: Parcel, out: str) -> str:
    """An advertisement names the way out of everybody; a letter its reader's own, of one click."""
    general = dict(parcel.values).get("optout")
    if not general or not out or parcel.sending.kind is not Kind.MARKETING:
        return parcel.body
    return parcel.body.replace(general, out)
