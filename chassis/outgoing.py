"""Posting to other systems: one request, one deadline over all of it, no redirect, no address that was not admitted.

The name is resolved once and the connection goes to the very address that was looked at, so a name that
changes in between (DNS rebinding) leads nowhere else; the certificate is checked against the name all the same.
Green: a receiver that answers byte by byte holds a greenlet until the deadline, and no thread.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

import eventlet
from eventlet.greenpool import GreenPool
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as TooSlow

IpAddress = IPv4Address | IPv6Address
Admits = Callable[[IpAddress], bool]

KEPT_BYTES = 2_000
"""So much of an answer is read: enough for an operator to see what the other side complains about."""


class NotSent(OSError):
    """There was no answer. `reason` is one of a few stable words, without an address and without what was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What came back, whatever it was: `text` is the beginning of the body."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        """2xx. A redirect is none: it is not followed."""
        return 200 <= self.status < 300


def anywhere(address: IpAddress) -> bool:
    """For receivers that the operator named himself."""
    return True


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    admits: Admits,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """The answer of the receiver; NotSent for anything else.

    Its reasons: `not_resolved`, `address_refused` (by `admits`), `timed_out`, `not_connected` (TLS included).
    """
    target = urlsplit(url)
    expiry = eventlet.Timeout(seconds)
    try:
        address = _resolved(target, admits)
        return _answered(target, address, body, {**headers, "Host": target.netloc}, seconds, trust)
    except eventlet.Timeout as timeout:
        if timeout is not expiry:
            raise
        raise NotSent("timed_out") from None
    except NotSent:
        raise
    except (HTTPError, OSError) as error:
        is_slow = isinstance(error, TooSlow) and not isinstance(error, NewConnectionError)
        raise NotSent("timed_out" if is_slow else "not_connected") from error
    finally:
        expiry.cancel()


def at_once(jobs: Iterable[Callable[[], None]], *, most: int) -> None:
    """Run the jobs, up to `most` beside each other, until all have ended. A job handles its own errors."""
    pool = GreenPool(most)
    for job in jobs:
        pool.spawn_n(job)
    pool.waitall()


def _resolved(target: SplitResult, admits: Admits) -> str:
    """An address of the name, IPv4 first, because not every network has the other; NotSent unless all are admitted."""
    try:
        found = socket.getaddrinfo(target.hostname, target.port or 0, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("not_resolved") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise NotSent("not_resolved")
    if not all(admits(ip_address(address.partition("%")[0])) for address in addresses):
        raise NotSent("address_refused")
    return min(addresses, key=lambda address: ":" in address)


def _answered(
    target: SplitResult,
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    seconds: float,
    trust: ssl.SSLContext | None,
) -> Answer:
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    with _pool(target, address, seconds, trust) as pool:
        response = pool.urlopen(
            "POST",
            path,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            return Answer(response.status, response.read(KEPT_BYTES).decode("utf-8", "replace"))
        finally:
            response.close()


def _pool(target: SplitResult, address: str, seconds: float, trust: ssl.SSLContext | None) -> HTTPConnectionPool:
    timeout = Timeout(connect=seconds, read=seconds)
    if target.scheme == "http":
        return HTTPConnectionPool(address, target.port or 80, timeout=timeout, maxsize=1)
    return HTTPSConnectionPool(
        address,
        target.port or 443,
        timeout=timeout,
        maxsize=1,
        ssl_context=trust or ssl.create_default_context(),
        server_hostname=target.hostname,
        assert_hostname=target.hostname,
    )
