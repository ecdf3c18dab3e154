"""Uploads: streamed into the blob store, hashed on the way, read back, and answered with what was stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from chassis.http import BodyStream, Request, Response
from contracts.files import MAX_FILE_BYTES
from contracts.refusal import Invalid, Problem, Refusal
from gateway.api import required_key

if TYPE_CHECKING:
    from gateway.api import Api

MAX_NAME: Final = 200
PIECE: Final = 64 * 1024

SIGNATURES: Final[dict[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "application/zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "application/ofd": (b"PK\x03\x04",),
    "application/xml": (),
    "text/xml": (),
    "text/csv": (),
    "application/json": (),
    "application/x-ndjson": (),
}
"""What may be uploaded, and how it begins. Which of these a slot takes is the pack's."""

ANY_BYTES: Final = "application/octet-stream"
ENDINGS: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "ofd": "application/ofd",
    "xml": "application/xml",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
}
"""What a file is by the end of its name, for a client that sends bytes and does not say what they are."""


class MediaTypeNotAllowed(Refusal):
    """Nothing on the platform takes this kind of file."""

    code = "media_type_not_allowed"


class MediaTypeMismatch(Refusal):
    """The bytes are not what `Content-Type` says."""

    code = "media_type_mismatch"


def receive_file(api: Api, request: Request) -> Response:
    """`POST …/files?name=…` with the bytes as the body: 201 and `{"sha256", "size", "media_type", "name"}`.

    What the file is says `Content-Type`, or, where that is `application/octet-stream` or absent, the end of
    its name. The answer is the same for the same bytes, so a retry needs no stored key. A file that nobody
    attaches is collected after 24 hours.
    """
    city = request.path_values["city"]
    api.admitted(request, city, "signed_in")
    required_key(request)
    name = _file_name(request)
    media_type = _media_type(request, name)
    if media_type not in SIGNATURES:
        raise MediaTypeNotAllowed(media_type=media_type, allowed=sorted(SIGNATURES))
    assert request.body_stream is not None
    stored = api.blobs.receive(city, _checked(request.body_stream, media_type), limit=MAX_FILE_BYTES)
    if stored.size == 0:
        raise Invalid(problems=[Problem(code="empty_file", field="file")])
    answer = {"sha256": stored.sha256, "size": stored.size, "media_type": media_type, "name": name}
    return Response.json(answer, 201)


def _checked(stream: BodyStream, media_type: str) -> Iterator[bytes]:
    """The pieces, once the first ones show that the file begins as its type does."""
    signatures = SIGNATURES[media_type]
    longest = max((len(signature) for signature in signatures), default=0)
    head = b""
    while len(head) < longest and (piece := stream.read(PIECE)):
        head += piece
    if head and signatures and not head.startswith(signatures):
        raise MediaTypeMismatch(media_type=media_type)
    if head:
        yield head
    while piece := stream.read(PIECE):
        yield piece


def _media_type(request: Request, name: str) -> str:
    said: str = request.headers.get("content-type", ANY_BYTES).partition(";")[0].strip().lower()
    return ENDINGS.get(name.rpartition(".")[2].lower(), said) if said == ANY_BYTES else said


def _file_name(request: Request) -> str:
    given = request.query.get("name", [""])[0] or unquote(request.headers.get("x-file-name", ""))
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2].strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Invalid(problems=[Problem(code="required" if not name else "malformed", field="name")])
    return name
