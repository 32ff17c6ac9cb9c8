"""Which addresses may be sent to: never this machine, nor a network behind it."""

import ipaddress
import re
import socket
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
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}/?")
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
    if _is_private(name):
        raise AddressNotAllowed(field="url")


def must_resolve_publicly(host: str) -> None:
    """Raise AddressNotAllowed if the name stands for any address that is not of the internet now.

    It waits for the network. A name that stands for nothing raises OSError.
    """
    for *_, address in socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM):
        if _is_private(str(address[0])):
            raise AddressNotAllowed(field="url")


def _is_private(text: str) -> bool:
    """Of an address that is one, mapped or translated ones (``::ffff:10.0.0.1``) included."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return not address.is_global or address.is_multicast


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
    host = host_of(url)
    if host is not None:
        must_be_public(host)


def host_of(url: str) -> str | None:
    """The host that a webhook names; None for those of a known service, which name none."""
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    if scheme in NO_HOST_OF_THEIR_OWN:
        return None
    if scheme == "ntfys" and TOPIC.fullmatch(rest):
        return None  # of the public service
    return urlsplit(f"https://{rest}").hostname or ""
