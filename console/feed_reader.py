"""A reader of the national feed as the other side could write one: killed at any moment, it goes on where it was.

The file is the cursor: one record per line, and the last whole line says where to go on. So data and cursor cannot come
apart, and nothing is read twice or left out.
"""

import fcntl
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from contracts.national_feed import FeedBroken, FeedVerifier, Place, followed, line_of

ANSWER_SECONDS = 30.0


class NotRead(Exception):
    """The platform refused or did not answer; or another reader has the file."""


@dataclass(frozen=True)
class Feed:
    """The feed of a city at an address (`https://host`)."""

    address: str
    city: str
    token: str = ""

    def signed_in(self, login: str, password: str) -> "Feed":
        """The same for an account that may read it."""
        session = self._ask("/sessions", {"login": login, "password": password})
        return Feed(self.address, self.city, session["token"])

    def public_keys(self) -> dict[str, str]:
        """By key id. Whom they belong to has to be found out on another way."""
        return {key["key_id"]: key["public_key"] for key in self._ask("/national-feed/keys")["items"]}

    def page(self, after: int, limit: int) -> dict[str, Any]:
        """What comes behind a number."""
        return self._ask(f"/national-feed?after={after}&limit={limit}")

    def _ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            f"{self.address.rstrip('/')}/api/v1/cities/{quote(self.city)}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers=headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
                document: dict[str, Any] = json.load(answer)
                return document
        except urllib.error.HTTPError as refused:
            raise NotRead(f"{refused.code}: {refused.read().decode(errors='replace')}") from None
        except (OSError, ValueError) as error:
            raise NotRead(f"{self.address}: {error}") from None


class RecordFile:
    """Records on disk, one per line."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def place(self) -> Place:
        """Behind the last whole line. A line without its end was being written when its reader died: it is cut off."""
        content = self._file.read()
        whole = content[: content.rfind(b"\n") + 1]
        self._file.truncate(len(whole))
        return followed(Place(), map(json.loads, whole.splitlines()))

    def add(self, records: Sequence[Mapping[str, Any]]) -> None:
        """On the disk when this returns."""
        self._file.write(b"".join(line_of(record) + b"\n" for record in records))
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def opened(path: Path) -> Iterator[RecordFile]:
    """The file for one reader at a time, made where there is none."""
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotRead(f"{path}: another reader is at it") from None
        file.seek(0)
        yield RecordFile(file)


def read_on(feed: Feed, verifier: FeedVerifier, file: RecordFile, *, limit: int) -> Iterator[Place]:
    """The place behind each page that was stored. FeedBroken stores nothing of the page; NotRead may be tried again."""
    place, has_more = file.place(), True
    while has_more:
        page = feed.page(place.number, limit)
        verifier.must_be_signed(page)
        if (page["city"], page["after"]) != (feed.city, place.number):
            raise FeedBroken(f"asked for {feed.city} behind {place.number}, got {page['city']} behind {page['after']}")
        place = followed(place, page["items"])
        file.add(page["items"])
        has_more = page["has_more"]
        yield place
