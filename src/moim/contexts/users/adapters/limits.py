"""How often strangers may knock, before anything is read or hashed for them."""

from uuid import UUID

from moim.platform.ratelimit import RateLimit


class Limits:
    """Token buckets of this process. Each method takes one token or raises TooOften."""

    def __init__(self) -> None:
        """A crew behind one address may sign up together; one address is tried slowly."""
        self._sign_up_by_host = RateLimit(burst=100, every_s=10)
        self._sign_in_by_host = RateLimit(burst=200, every_s=0.2)
        self._sign_in_by_address = RateLimit(burst=10, every_s=30)
        self._oauth_by_host = RateLimit(burst=100, every_s=1)
        self._reset_by_host = RateLimit(burst=30, every_s=30)
        self._reset_by_address = RateLimit(burst=5, every_s=600)
        self._by_user = RateLimit(burst=5, every_s=60)
        self._photo = RateLimit(burst=20, every_s=60)
        self._told = RateLimit(burst=20, every_s=60)
        self._finding = RateLimit(burst=30, every_s=5)

    def sign_up(self, host: str) -> None:
        """One more account."""
        self._sign_up_by_host.check(host)

    def sign_in(self, email_hash: str, host: str) -> None:
        """One more try."""
        self._sign_in_by_host.check(host)
        self._sign_in_by_address.check((email_hash, host))

    def signed_in(self, email_hash: str, host: str) -> None:
        """It was the right password: nobody was guessing."""
        self._sign_in_by_address.forget((email_hash, host))

    def oauth(self, host: str) -> None:
        """One more journey to a provider."""
        self._oauth_by_host.check(host)

    def reset(self, email_hash: str, host: str) -> None:
        """One more letter to an address that somebody typed."""
        self._reset_by_host.check(host)
        self._reset_by_address.check(email_hash)

    def password_shown(self, user_id: UUID) -> None:
        """One more guess by somebody who holds a session."""
        self._by_user.check(("password", user_id))

    def photo(self, user_id: UUID) -> None:
        """One more picture to decode."""
        self._photo.check(user_id)

    def statistics(self, user_id: UUID) -> None:
        """One more count of the log."""
        self._told.check(("statistics", user_id))

    def export(self, user_id: UUID) -> None:
        """One more file of everything."""
        self._told.check(("export", user_id))

    def feedback(self, user_id: UUID) -> None:
        """One more message that somebody will read."""
        self._told.check(("feedback", user_id))

    def finding(self, user_id: UUID) -> None:
        """One more look for somebody's account by staff."""
        self._finding.check(user_id)

    def code(self, user_id: UUID) -> None:
        """One more guess at a code of an app."""
        self._by_user.check(("code", user_id))

    def letter(self, user_id: UUID) -> None:
        """One more letter that a user asked for."""
        self._by_user.check(("letter", user_id))
