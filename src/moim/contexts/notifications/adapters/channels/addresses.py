"""Which addresses may be sent to: never this machine, nor a network behind it."""

import ipaddress
from urllib.parse import urlsplit

from moim.kernel.errors import Invalid

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
    ".push.services.mozilla.com",
)
LOCAL = frozenset({"localhost", "localhost.localdomain"})


class AddressNotAllowed(Invalid):
    """Not an address of a service that messages may go to."""

    code = "notification-address-not-allowed"
    ko = "알림을 보낼 수 없는 주소입니다."
    en = "Messages cannot be sent to this address."


def judged_endpoint(text: str, *, any_host: bool = False) -> str:
    """A browser's push service. Raises AddressNotAllowed for any but the known ones.

    ``any_host`` lets any: for a push service of one's own, on one's own network.
    """
    parts = urlsplit(text)
    host = (parts.hostname or "").lower()
    if any_host and parts.scheme in ("http", "https") and host:
        return text
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in PUSH_HOSTS)
    if parts.scheme != "https" or not known or parts.username or parts.port not in (None, 443):
        raise AddressNotAllowed(field="endpoint")
    return text


def must_be_public(host: str) -> None:
    """Raise AddressNotAllowed for this machine, and for addresses that are not of the internet."""
    name = host.strip("[]").lower()
    if not name or name in LOCAL or name.endswith((".local", ".internal", ".localhost")):
        raise AddressNotAllowed(field="url")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return
    if not address.is_global:
        raise AddressNotAllowed(field="url")


WEBHOOKS = (
    "discord",
    "gchat",
    "line",
    "mattermosts",
    "mmosts",
    "msteams",
    "ntfys",
    "rockets",
    "slack",
    "tgram",
    "webexteams",
    "zulip",
)
NO_HOST_OF_THEIR_OWN = frozenset(
    {"discord", "gchat", "line", "msteams", "slack", "tgram", "webexteams", "zulip"}
)


def judged_webhook(url: str, *, any_host: bool = False) -> None:
    """A service of a person's own, of the kinds that can be trusted. Raises AddressNotAllowed.

    ``any_host`` lets any kind and any host: where everybody who signs in is trusted.
    """
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    if any_host and rest:
        return
    if scheme not in WEBHOOKS or not rest:
        raise AddressNotAllowed(field="url")
    if scheme not in NO_HOST_OF_THEIR_OWN:
        host = urlsplit(f"https://{rest}").hostname or ""
        # ntfys://topic has no host of its own: it is the public service's.
        if scheme != "ntfys" or "/" in rest.rstrip("/"):
            must_be_public(host)
