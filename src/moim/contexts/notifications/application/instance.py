"""What every message may say of the instance that sends it."""

from dataclasses import dataclass

from moim.contexts.notifications.domain.channels import Channel


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The sender's name and address, and where a reader says no more, free of charge.

    ``optout_phone`` is the toll-free number for who reads on a telephone, ``phone`` the one that
    texts come from; empty if there is none. ``address`` is what the law wants in advertising
    letters beside the mail address: a telephone and where the sender is.
    """

    sender: str
    contact: str
    optout: str
    optout_phone: str = ""
    phone: str = ""
    address: str = ""

    def values(self, channel: Channel = Channel.APP) -> dict[str, str]:
        """As variables of a template, with the channel's own contact and way out."""
        contact, optout = self.contact, self.optout
        if channel is Channel.EMAIL and self.address:
            contact = f"{contact}, {self.address}"
        if channel is Channel.SMS:
            contact, optout = self.phone or contact, self.optout_phone or optout
        return {"sender": self.sender, "contact": contact, "optout": optout}

    def has_way_out(self, channel: Channel) -> bool:
        """Whether a message there can name a way out that costs its reader nothing."""
        return channel is not Channel.SMS or bool(self.optout_phone)
