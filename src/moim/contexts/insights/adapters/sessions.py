"""When the session of a caller began."""

from datetime import UTC, datetime

from moim.platform.auth import Caller

VERSION_7 = 7


def signed_in_at(caller: Caller) -> datetime | None:
    """The instant of signing in, which a session's id (RFC 9562, version 7) begins with.

    None for a personal token: a script proves no sign-in.
    """
    if caller.via == "pat" or caller.session_id.version != VERSION_7:
        return None
    milliseconds = caller.session_id.int >> 80
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
