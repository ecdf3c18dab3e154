"""An operation of the API as data: where it is, what goes in and out, who may, and which RPC decides it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from marshmallow import Schema

PREFIX = "/api/v1"
_PLACE = re.compile(r"{(\w+)}")
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`rpc` is `<service>.<method>`; its arguments are the path's values (without city), the body and the query.

    `checked_at` makes it a print: its answer is a document that is sent as a PDF (`gateway.prints`), and this is the
    path at which the document's code is checked.
    `versioned` operations take `If-Match` (as `expected_version`) and answer with an `ETag`; `download`
    ones answer with a file; `keyed=False` only for login, recovery and answers that hold a secret;
    `allowed_before_password` for what a session with the initial password may do; `also_refused` for statuses
    that others of its kind never answer (`gateway/openapi_answers.py` knows the rest).
    """

    name: str
    method: str
    path: str
    rpc: str
    permission: str
    title: str
    summary: str
    answer: type[Schema]
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    status: int = 200
    versioned: bool = False
    download: bool = False
    checked_at: str = ""
    keyed: bool = True
    allowed_before_password: bool = False
    also_refused: tuple[int, ...] = ()
    timeout: float = 10.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", self.name):
            raise ValueError(f"an operation is named in lower case: {self.name!r}")
        if "{city}" not in self.path:
            raise ValueError(f"{self.name}: every path names its city")

    @cached_property
    def body_schema(self) -> Schema | None:
        return self.body() if self.body else None

    @cached_property
    def query_schema(self) -> Schema | None:
        return self.query() if self.query else None

    @property
    def service(self) -> str:
        return self.rpc.split(".")[0]

    @property
    def rpc_method(self) -> str:
        return self.rpc.split(".")[1]

    @property
    def is_write(self) -> bool:
        return self.method in _WRITES

    @property
    def needs_key(self) -> bool:
        """Whether `Idempotency-Key` is required."""
        return self.is_write and self.keyed

    @property
    def full_path(self) -> str:
        return PREFIX + self.path

    @property
    def places(self) -> tuple[str, ...]:
        """The names in the path, city first or wherever it stands."""
        return tuple(_PLACE.findall(self.path))
