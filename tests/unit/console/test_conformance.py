"""Requirements and what shows them, read from the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.conformance import not_shown, page, requirements, shown_by


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "requirements.md").write_text("| DL9 | At most half |\n| DL10 | Paid |\n", encoding="utf-8")
    (tmp_path / "tests" / "flow").mkdir(parents=True)
    (tmp_path / "packs").mkdir()
    return tmp_path


def with_test(root: Path, *ids: str) -> None:
    marks = ", ".join(f'"{each}"' for each in ids)
    text = f"@pytest.mark.shows({marks})\ndef test_an_award_is_half():\n    pass\n"
    (root / "tests" / "flow" / "test_city.py").write_text(text, encoding="utf-8")


def test_a_marked_test_shows_its_requirements_by_its_sentence(root: Path) -> None:
    with_test(root, "DL9", "DL10")

    found = [(each.id, each.place, each.sentence) for each in shown_by(root)]

    place = "tests/flow/test_city.py"
    assert found == [("DL10", place, "an award is half"), ("DL9", place, "an award is half")]


def test_what_nothing_shows_is_named(root: Path) -> None:
    with_test(root, "DL9")

    assert not_shown(root) == ["DL10"]


def test_an_id_that_nobody_requires_is_refused(root: Path) -> None:
    with_test(root, "DL99")

    with pytest.raises(ValueError, match="DL99"):
        page(root)


def test_nothing_that_the_project_requires_is_left_unshown() -> None:
    assert not_shown() == []


def test_every_row_of_the_projects_own_requirements_is_read() -> None:
    known = requirements()

    assert len(known) == 12 + 25 + 8 + 13 + 6 + 5
    assert [id_ for id_ in known if not known[id_]] == []
