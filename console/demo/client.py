"""A client of the gateway as anybody could write one: it asks again with the same key until there is an answer."""

import hashlib
import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

PATIENCE_SECONDS = 60.0
ANSWER_SECONDS = 20.0
AGAIN = frozenset({503, 504})

_asked = count()


class Refused(Exception):
    """The platform said no: `status` and the problem document."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail_en')} {problem.get('problems') or ''}")
        self.status, self.problem = status, problem

    @property
    def code(self) -> str:
        return str(self.problem.get("code"))


def after_news(act: Callable[[], Any], *codes: str) -> Any:
    """The answer of `act`, tried again while it is refused with one of `codes`: the news that it waits for travels."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except Refused as refused:
            if refused.code not in codes or time.monotonic() > deadline:
                raise
        time.sleep(0.1)


@dataclass(frozen=True)
class Unanswered:
    """A request that got no answer: for the journal of the kill demonstration."""

    at: float
    method: str
    path: str
    reason: str


@dataclass
class Client:
    """`key_prefix` makes the idempotency keys of a run; a second run with the same prefix gets the same answers.

    `journal` holds what went unanswered, `in_flight` what is asked right now; people who sign in share both.
    """

    address: str
    city: str
    key_prefix: str
    token: str | None = None
    journal: list[Unanswered] = field(default_factory=list)
    in_flight: dict[int, str] = field(default_factory=dict)
    answer_seconds: float = ANSWER_SECONDS
    on_wait: Callable[[str], None] = lambda reason: None

    def signed_in(self, token: str) -> "Client":
        """The same client for somebody who signed in."""
        return replace(self, token=token)

    def get(self, path: str, **query: Any) -> Any:
        """The answer of a read."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._ask("GET", path + ("?" + urlencode(asked, doseq=True) if asked else ""), None, {})

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """The answer of a write. The key is made of what is asked, so asking again is the same act; `key` tells
        apart what is asked twice on purpose."""
        return self._write("POST", path, body, key, headers)

    def put(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """As `post`."""
        return self._write("PUT", path, body, key, headers)

    def patch(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """As `post`."""
        return self._write("PATCH", path, body, key, headers)

    def upload(self, content: bytes, name: str, media_type: str = "application/pdf") -> Any:
        """A reference to the uploaded file."""
        headers = {"Content-Type": media_type, "Idempotency-Key": hashlib.sha256(content).hexdigest()}
        return self._ask("POST", f"/files?name={quote(name)}", content, headers)

    def download(self, path: str) -> bytes:
        """A file."""
        content = self._ask("GET", path, None, {})
        return content if isinstance(content, bytes) else json.dumps(content).encode()

    def _write(self, method: str, path: str, body: Any, key: str, headers: dict[str, str]) -> Any:
        content = b"" if body is None else json.dumps(body, sort_keys=True).encode()
        act = hashlib.sha256(b"\0".join((method.encode(), path.encode(), content, key.encode()))).hexdigest()[:32]
        sent = {
            "Idempotency-Key": f"{self.key_prefix}-{act}",
            **{name.replace("_", "-"): v for name, v in headers.items()},
        }
        if body is not None:
            sent["Content-Type"] = "application/json"
        return self._ask(method, path, content, sent)

    def _ask(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = 0.05
        while True:
            try:
                return self._ask_once(method, path, content, headers)
            except Refused as refused:
                if refused.status not in AGAIN or time.monotonic() > deadline:
                    raise
                reason = refused.code
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() > deadline:
                    raise
                reason = type(error).__name__
            if reason != "not_known_yet":  # that is an answer: news is on its way
                self.journal.append(Unanswered(time.time(), method, path, reason))
            self.on_wait(reason)
            time.sleep(pause)
            pause = min(pause * 2, 1.0)

    def _ask_once(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        asked = next(_asked)
        self.in_flight[asked] = f"{method} {path}"
        try:
            return self._answer(method, path, content, headers)
        finally:
            del self.in_flight[asked]

    def _answer(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        target = urlsplit(self.address)
        assert target.hostname is not None
        connection = http.client.HTTPConnection(target.hostname, target.port or 80, timeout=self.answer_seconds)
        try:
            sent = dict(headers)
            if self.token:
                sent["Authorization"] = f"Bearer {self.token}"
            connection.request(method, f"/api/v1/cities/{self.city}{path}", body=content, headers=sent)
            answer = connection.getresponse()
            received = answer.read()
            media_type = answer.getheader("Content-Type", "").partition(";")[0]
            if not media_type.endswith(("/json", "+json")):
                return received
            document = json.loads(received) if received else {}
            if answer.status >= 400:
                raise Refused(answer.status, document)
            return document
        except TimeoutError as error:
            raise ConnectionError("timeout") from error
        finally:
            connection.close()
