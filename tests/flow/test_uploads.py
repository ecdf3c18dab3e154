"""Files of any size that is allowed go through the gateway without staying in it, into a directory or a bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.demo import cast
from console.demo.client import Client
from console.demo.first_start import ADMINISTRATOR
from console.demo.founding import found_city
from console.demo.people import signed_in
from console.demo.programme import pack_of
from console.installation import Installation
from contracts.files import MAX_FILE_BYTES
from tests.faults.probe_processes import eventually
from tests.flow.uploading import MIB, Bucket, Memory, Uploader, gateway_of, pdf_of, sha256_of
from tests.platforms import started

PENDING = f"{cast.CITY}/pending/"


@dataclass
class Taker:
    """A platform, somebody who sends files to it, and the sizes of what it holds pending and in between, by name."""

    gateway: int
    uploader: Uploader
    pending: Callable[[], dict[str, int]]
    scratch: Callable[[], dict[str, int]]


@pytest.fixture(scope="module", params=["embedded, directory", "real, directory", "embedded, bucket"])
def taker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taker]:
    backing, _, store = request.param.partition(", ")
    if store == "directory":
        with started(is_real=backing == "real") as installation:
            pending = installation.data / "blobs" / PENDING
            yield Taker(*_people(installation), lambda: _sizes(pending, kept=True), lambda: _sizes(pending, kept=False))
        return
    scratch = tmp_path_factory.mktemp("scratch")
    with Bucket(tmp_path_factory.mktemp("s3")) as bucket, pytest.MonkeyPatch.context() as patch:
        for name, value in {**bucket.environment, "TMPDIR": str(scratch)}.items():
            patch.setenv(name, value)
        with started(blobs=f"s3://{bucket.name}") as installation:
            yield Taker(*_people(installation), lambda: bucket.sizes(PENDING), lambda: _sizes(scratch, kept=True))


def test_fifty_megabytes_add_at_most_eight_to_the_gateways_memory(taker: Taker) -> None:
    taker.uploader.send(pdf_of(MIB), length=MIB)
    memory = Memory(taker.gateway)

    status, answer = taker.uploader.send(pdf_of(MAX_FILE_BYTES), length=MAX_FILE_BYTES)

    assert memory.grown_by() <= 8 * MIB
    assert status == 201
    assert (answer["sha256"], answer["size"]) == (sha256_of(MAX_FILE_BYTES), MAX_FILE_BYTES)
    assert taker.pending()[answer["sha256"]] == MAX_FILE_BYTES
    assert taker.scratch() == {}


@pytest.mark.parametrize("is_announced", [True, False])
def test_one_byte_above_the_limit_is_refused_and_leaves_nothing(taker: Taker, is_announced: bool) -> None:
    before, size = taker.pending(), MAX_FILE_BYTES + 1

    status, problem = taker.uploader.send(pdf_of(size), length=size if is_announced else None)

    assert (status, problem["code"], problem["facts"]) == (413, "body_too_large", {"limit_bytes": MAX_FILE_BYTES})
    assert problem["detail_zh"]
    assert problem["detail_en"]
    assert (taker.pending(), taker.scratch()) == (before, {})


def test_an_upload_that_is_cut_off_in_the_middle_leaves_nothing(taker: Taker) -> None:
    before = taker.pending()
    connection = taker.uploader.begin(MAX_FILE_BYTES)
    for piece in pdf_of(20 * MIB):
        connection.send(piece)
    eventually(lambda: sum(taker.scratch().values()) > 10 * MIB)

    connection.close()

    eventually(lambda: taker.scratch() == {})
    assert taker.pending() == before


def _people(installation: Installation) -> tuple[int, Uploader]:
    found_city(installation.settings, pack_of(installation.settings), login=ADMINISTRATOR, password=cast.PASSWORD)
    visitor = Client(installation.address, cast.CITY, "uploads")
    administrator = signed_in(visitor, ADMINISTRATOR, mailbox=installation.data / "mail", address="")
    return gateway_of(installation), Uploader(administrator)


def _sizes(folder: Path, *, kept: bool) -> dict[str, int]:
    """Of the files below a folder; those that are still being written have a name that begins with a dot."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name.startswith(".") != kept]
    return {path.name: path.stat().st_size for path in files}
