"""Where a webhook may point: an https address on the public internet, and nothing of our own networks.

The address that a name stands for is looked at when something is delivered, not when it is registered: it may
change in between. In development this machine itself is allowed, over http as well.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from contracts.refusal import Invalid, Problem

IpAddress = IPv4Address | IPv6Address

LONGEST_URL = 500
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses that stand for IPv4 ones behind a translator (NAT64)."""


def is_public(address: IpAddress) -> bool:
    """Whether it is an address of the public internet. Addresses that carry another one are judged by that."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if carried is not None or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


def admits(address: IpAddress, *, is_development: bool) -> bool:
    """Whether something may be delivered there."""
    return is_public(address) or (is_development and address.is_loopback)


def read_url(text: str, *, is_development: bool) -> str:
    """The URL of a receiver; Invalid for anything but `https://host[:port]/path?query`, and for an address inside."""
    url = text.strip()
    problem = _malformed(url) or _not_allowed(url, is_development=is_development)
    if problem is not None:
        raise Invalid(problems=[Problem(code=problem, field="url")])
    return url


def _malformed(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # ValueError for one that is none
    except ValueError:
        return "url_malformed"
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    has_more = "@" in parts.netloc or bool(parts.fragment)
    if not is_plain or has_more or not parts.hostname or len(url) > LONGEST_URL:
        return "url_malformed"
    return None


def _not_allowed(url: str, *, is_development: bool) -> str | None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = _literal(host)
    is_here = host == "localhost" or (address is not None and address.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_development and is_here):
        return "url_not_https"
    if is_here:
        return None if is_development else "url_address_refused"
    return None if address is None or is_public(address) else "url_address_refused"


def _literal(host: str) -> IpAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
