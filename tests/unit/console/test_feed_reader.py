"""A reader's file is its cursor: a line that its death cut short does not count."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.feed_reader import NotRead, opened
from contracts.national_feed import FeedBroken, Place, followed, line_of
from tests.unit.contracts.test_national_feed import chain


def test_a_file_says_where_to_go_on_and_a_torn_line_is_read_again(tmp_path: Path) -> None:
    records, path = chain(3), tmp_path / "records"
    with opened(path) as file:
        assert file.place() == Place()
        file.add(records[:2])
    path.write_bytes(path.read_bytes() + line_of(records[2])[:20])

    with opened(path) as file:
        assert file.place() == followed(Place(), records[:2])
        file.add(records[2:])

    assert path.read_bytes() == b"".join(line_of(record) + b"\n" for record in records)


def test_a_file_that_somebody_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records"
    path.write_bytes(b"".join(line_of(record) + b"\n" for record in chain(3)[1:]))

    with opened(path) as file, pytest.raises(FeedBroken, match="record 1 is missing"):
        file.place()


def test_one_reader_at_a_time_has_the_file(tmp_path: Path) -> None:
    with opened(tmp_path / "records"), pytest.raises(NotRead, match="another reader"), opened(tmp_path / "records"):
        pass
