"""Files: bytes never travel over the bus, only `{sha256, size, media_type, name}` does.

An upload is streamed to `<city>/pending/<sha256>`, hashed on the way and read back; when the owner
of the fact records it, it is kept under `<city>/<sha256>`. Content addressing is per city. Released
packs live under `packs/`. Several hosts need S3 or a shared directory (architecture section 3).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from chassis.config import Settings
from contracts.refusal import Refusal

CHUNK = 64 * 1024
PENDING_HOURS = 24
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SPACE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class TooLarge(Refusal):
    """A file above its limit: fact `limit_bytes`."""

    code = "file_too_large"


class NoSuchFile(Refusal):
    """Nothing was uploaded under this hash in this city, or it was collected after 24 hours."""

    code = "file_not_found"


class NotReadBack(Refusal):
    """What was stored is not what was sent: upload again."""

    code = "file_not_stored"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file that is stored: `sha256` in hex, `size` in bytes."""

    sha256: str
    size: int


class Blobs(Protocol):
    """Where files are. `space` is a city, or `packs`."""

    def receive(self, space: str, chunks: Iterable[bytes], *, limit: int) -> Stored: ...
    def keep(self, space: str, sha256: str) -> int: ...
    def read(self, space: str, sha256: str) -> Iterator[bytes]: ...
    def collect(self, space: str) -> int: ...
    def spaces(self) -> list[str]: ...


class DirectoryBlobs:
    """Files in a directory, shared by all processes of a machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def receive(self, space: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Stream into pending; TooLarge above `limit` bytes leaves nothing behind."""
        pending = self._folder(space) / "pending"
        pending.mkdir(parents=True, exist_ok=True)
        scratch = pending / f".{os.getpid()}-{time.monotonic_ns()}"
        try:
            stored = _write(scratch, chunks, limit)
            if _hash_of(scratch) != stored.sha256:
                raise NotReadBack()
            scratch.replace(pending / stored.sha256)
        finally:
            scratch.unlink(missing_ok=True)
        return stored

    def keep(self, space: str, sha256: str) -> int:
        """Move from pending to kept (a second time does nothing). Gives the size; NoSuchFile."""
        kept, pending = self._paths(space, sha256)
        if not kept.exists():
            try:
                pending.replace(kept)
            except FileNotFoundError:
                raise NoSuchFile(sha256=sha256) from None
        return kept.stat().st_size

    def read(self, space: str, sha256: str) -> Iterator[bytes]:
        """The content in chunks, whether kept or still pending; NoSuchFile at once, not at the first chunk."""
        for path in self._paths(space, sha256):
            if path.exists():
                return _chunks(path)
        raise NoSuchFile(sha256=sha256)

    def collect(self, space: str) -> int:
        """Remove what has been pending for more than 24 hours. Gives how many files went."""
        oldest = time.time() - PENDING_HOURS * 3600
        old = [path for path in (self._folder(space) / "pending").glob("*") if path.stat().st_mtime < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def spaces(self) -> list[str]:
        """Every space that holds something."""
        return sorted(path.name for path in self._root.glob("*") if path.is_dir())

    def _paths(self, space: str, sha256: str) -> tuple[Path, Path]:
        if not _SHA256.fullmatch(sha256):
            raise NoSuchFile(sha256=sha256)
        folder = self._folder(space)
        return folder / sha256, folder / "pending" / sha256

    def _folder(self, space: str) -> Path:
        if not _SPACE.fullmatch(space):
            raise ValueError(f"not a city: {space!r}")
        return self._root / space


class S3Blobs:
    """Files in a bucket of any S3 storage. Pending files are scratch objects, copied when they are kept."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def receive(self, space: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Stream through a bounded temporary file (S3 wants the length), then read the object back."""
        with tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder) / "upload"
            stored = _write(scratch, chunks, limit)
            key = f"{space}/pending/{stored.sha256}"
            self._client.upload_file(str(scratch), self._bucket, key)
        digest = hashlib.sha256()
        for chunk in self._stream(key):
            digest.update(chunk)
        if digest.hexdigest() != stored.sha256:
            raise NotReadBack()
        return stored

    def keep(self, space: str, sha256: str) -> int:
        """Copy from pending to kept; the pending object is collected later."""
        kept = f"{space}/{sha256}"
        size = self._size(kept)
        if size is not None:
            return size
        source = f"{space}/pending/{sha256}"
        size = self._size(source)
        if size is None:
            raise NoSuchFile(sha256=sha256)
        self._client.copy({"Bucket": self._bucket, "Key": source}, self._bucket, kept)
        return size

    def read(self, space: str, sha256: str) -> Iterator[bytes]:
        """The content in chunks."""
        for key in (f"{space}/{sha256}", f"{space}/pending/{sha256}"):
            if self._size(key) is not None:
                return self._stream(key)
        raise NoSuchFile(sha256=sha256)

    def collect(self, space: str) -> int:
        """Remove pending objects older than 24 hours."""
        oldest = time.time() - PENDING_HOURS * 3600
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=f"{space}/pending/")
        old = [
            item["Key"]
            for page in pages
            for item in page.get("Contents", ())
            if item["LastModified"].timestamp() < oldest
        ]
        for key in old:
            self._client.delete_object(Bucket=self._bucket, Key=key)
        return len(old)

    def spaces(self) -> list[str]:
        """Every space that holds something."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Delimiter="/")
        return sorted(found["Prefix"].rstrip("/") for page in pages for found in page.get("CommonPrefixes", ()))

    def _size(self, key: str) -> int | None:
        try:
            return int(self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"])
        except self._client.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise

    def _stream(self, key: str) -> Iterator[bytes]:
        body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        yield from body.iter_chunks(CHUNK)


def blobs_of(settings: Settings) -> Blobs:
    """The store that `BLOBS` names: a directory, or `s3://bucket` (endpoint and keys from the usual AWS variables)."""
    if not settings.blobs.startswith("s3://"):
        return DirectoryBlobs(Path(settings.blobs))
    import boto3

    return S3Blobs(boto3.client("s3"), urlsplit(settings.blobs).netloc)


def _write(path: Path, chunks: Iterable[bytes], limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit_bytes=limit)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Stored(sha256=digest.hexdigest(), size=size)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
