"""Notices: what somebody is told, on which channel, when, and why not.

Words: a *template* is a kind of message with its words; a *notice* is one message to one person,
which the inbox shows; a *sending* is a notice on one channel that leaves the house; a *broadcast*
is one message to many, told in portions; an *announcement* is what people follow and are reminded
of; the *gate* is the one function that decides what goes.

Invariants: nothing leaves without the gate, when it is queued and again before it is sent. A
person is told a thing once, by its key. Advertising goes nowhere without consent, nor by night
without consent to that. What is withheld is withheld for a reason that its reader can ask for.

The truth about settings and consents is with users, which publishes them; here is a replica that
the gate reads, and the ledger of what it followed from. Quiet hours, mutes, subscriptions and
priorities are this context's own.
"""
