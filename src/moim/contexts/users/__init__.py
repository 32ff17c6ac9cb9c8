"""Accounts: who somebody is, how they prove it, and what they let others see.

Words: an *account* is a ``User``; a *session* is one sign-in on one device and the chain of
refresh tokens that keeps it alive; a *link* is what a mail carries to prove that its reader owns
the address; the *door* is where passwords are checked, outside every transaction.

Invariants: an address and a nickname belong to one account at most. A password is known only as
its Argon2id hash. A session has one refresh token that works; any other of its tokens ends it.
A link works once, and only the newest of its kind. A closed account holds nothing personal.
"""
