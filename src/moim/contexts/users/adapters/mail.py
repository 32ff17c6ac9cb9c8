"""Sends this context's mails: the address, the words and the link's token are made here and now."""

import asyncio
from uuid import UUID

from moim.contexts.users.adapters.edge import VERIFICATION as VERIFICATION_PURPOSE
from moim.contexts.users.adapters.letters import written
from moim.contexts.users.application.mails import FORGET, VERIFICATION
from moim.contracts.users import Contacts
from moim.platform.deliveries import Delivery, Undeliverable
from moim.platform.mail import AddressRefused, Letter, Mailer
from moim.platform.vault import Vault

LINKS = {VERIFICATION: ("verify", VERIFICATION_PURPOSE)}
NOTICE_PATH = "forgot"  # a notice offers the way to take the account back


class NotHandedOver(Exception):
    """The mail server could not be reached or would not take it now: it is tried again."""


class Post:
    """The ``mail`` channel of this context's courier."""

    def __init__(self, contacts: Contacts, mailer: Mailer, vault: Vault, own_url: str) -> None:
        """``own_url`` is where the web pages are, without a slash at its end."""
        self._contacts = contacts
        self._mailer = mailer
        self._vault = vault
        self._own_url = own_url

    async def send(self, delivery: Delivery) -> None:
        """Write and send one mail on a thread: a mail server may take its time."""
        await asyncio.to_thread(self._send, delivery)

    def _send(self, delivery: Delivery) -> None:
        if delivery.template == FORGET:
            self._mailer.forget(delivery.user_id)
            return
        contact = self._contacts.contact_of(delivery.user_id)
        if contact is None:
            raise Undeliverable("the account was closed")
        letter = written(
            delivery.template,
            contact.locale,
            contact.nickname,
            self._link(delivery),
            self._own_url,
        )
        try:
            self._mailer.send(
                Letter(
                    to=contact.email,
                    subject=letter.subject,
                    text=letter.text,
                    html=letter.html,
                    user_id=delivery.user_id,
                )
            )
        except AddressRefused:
            raise Undeliverable("the mail server refuses the address") from None
        except OSError as error:  # its text may hold the address, which no log may have
            raise NotHandedOver(type(error).__name__) from None

    def _link(self, delivery: Delivery) -> str:
        if delivery.template not in LINKS:
            return f"{self._own_url}/{NOTICE_PATH}"
        page, purpose = LINKS[delivery.template]
        token = self._vault.mint(purpose, UUID(delivery.data["link"]))
        return f"{self._own_url}/{page}/{token}"
