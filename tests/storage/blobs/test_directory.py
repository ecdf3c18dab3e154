"""Files in a directory: streamed in, read back, kept, collected."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from chassis.blobs import PENDING_HOURS, DirectoryBlobs, NoSuchFile, TooLarge

CONTENT = b"%PDF-1.4 evidence"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> DirectoryBlobs:
    return DirectoryBlobs(tmp_path)


def test_what_is_received_can_be_read_by_its_hash_before_and_after_it_is_kept(blobs: DirectoryBlobs) -> None:
    stored = blobs.receive("dalian", [CONTENT[:5], CONTENT[5:]], limit=100)

    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert b"".join(blobs.read("dalian", SHA256)) == CONTENT
    assert blobs.keep("dalian", SHA256) == len(CONTENT)
    assert blobs.keep("dalian", SHA256) == len(CONTENT)
    assert b"".join(blobs.read("dalian", SHA256)) == CONTENT


def test_a_file_above_the_limit_leaves_nothing_behind(blobs: DirectoryBlobs, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        blobs.receive("dalian", [b"x" * 60, b"y" * 60], limit=100)

    assert list((tmp_path / "dalian" / "pending").iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(blobs: DirectoryBlobs, tmp_path: Path) -> None:
    def broken():
        yield b"x"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        blobs.receive("dalian", broken(), limit=100)

    assert list((tmp_path / "dalian" / "pending").iterdir()) == []


def test_a_city_does_not_see_the_files_of_another(blobs: DirectoryBlobs) -> None:
    blobs.receive("dalian", [CONTENT], limit=100)

    with pytest.raises(NoSuchFile):
        blobs.read("xiamen", SHA256)
    with pytest.raises(NoSuchFile):
        blobs.keep("xiamen", SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "pending"])
def test_only_a_hash_is_a_name(blobs: DirectoryBlobs, name: str) -> None:
    with pytest.raises(NoSuchFile):
        blobs.read("dalian", name)


def test_what_nobody_kept_is_collected_after_a_day_and_what_was_kept_stays(
    blobs: DirectoryBlobs, tmp_path: Path
) -> None:
    blobs.receive("dalian", [CONTENT], limit=100)
    blobs.keep("dalian", SHA256)
    orphan = blobs.receive("dalian", [b"orphan"], limit=100)
    fresh = blobs.receive("dalian", [b"fresh"], limit=100)
    yesterday = time.time() - PENDING_HOURS * 3600 - 60
    os.utime(tmp_path / "dalian" / "pending" / orphan.sha256, (yesterday, yesterday))

    collected = [blobs.collect(space) for space in blobs.spaces()]

    assert collected == [1]
    assert b"".join(blobs.read("dalian", fresh.sha256)) == b"fresh"
    assert b"".join(blobs.read("dalian", SHA256)) == CONTENT
    with pytest.raises(NoSuchFile):
        blobs.read("dalian", orphan.sha256)
