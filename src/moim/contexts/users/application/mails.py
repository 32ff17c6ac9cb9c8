"""Which mails this context sends itself. Their words and links are made when they are sent.

What an event tells (a lock, a new password, a reset) is told by notifications, which hears it.
"""

from uuid import UUID

from moim.contexts.users.application.ports import Work

CHANNEL = "mail"
VERIFICATION = "verification"
SECOND_FACTOR_CHANGED = "second-factor-changed"
LEAVING = "leaving"
FORGET = "forget"


def mail_link(work: Work, template: str, user_id: UUID, link: UUID) -> None:
    """A mail with a link; the token that proves it is minted at sending and kept nowhere."""
    work.deliver(CHANNEL, template, user_id, link=str(link))


def mail_notice(work: Work, template: str, user_id: UUID) -> None:
    """A mail that only tells."""
    work.deliver(CHANNEL, template, user_id)


def mail_forget(work: Work, user_id: UUID) -> None:
    """No mail: what was written to them and lies here goes."""
    work.deliver(CHANNEL, FORGET, user_id)
