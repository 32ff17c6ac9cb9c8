"""What users does when somebody says no to a letter, or calls to say it."""

from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.preferences import LeaveOut, leave_out
from moim.contexts.users.domain.consent import Purpose, Source
from moim.contexts.users.domain.preferences import Channel
from moim.contracts.notifications import RefusalRequested


def take_back_consent(event: RefusalRequested, work: Work) -> None:
    """The ledger of consents is here: the refusal is a line of it."""
    if event.channel not in set(Channel):
        return  # a channel that no consent is about
    command = LeaveOut(
        user_id=event.user_id,
        channel=Channel(event.channel),
        purpose=Purpose(event.purpose),
        source=Source(event.source or Source.UNSUBSCRIBE_LINK),
    )
    leave_out(command, work)
