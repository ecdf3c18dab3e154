"""Pack versions: one content, one hash; a case keeps the version that it started under."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import from_json, to_json
from policy.canonical import canonical_json, sha256_of
from policy.pack import Pack
from policy.packs import PackRef, Packs, UnknownPack, compile_folder
from tests.unit.policy.builders import FILES, NATIONAL, a_folder, edited

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_canonical_json_does_not_know_the_order_of_keys(value: object) -> None:
    assert canonical_json(_backwards(value)) == canonical_json(value)


def test_canonical_json_refuses_a_float() -> None:
    with pytest.raises(TypeError):
        canonical_json({"rate": [0.5]})


def test_the_same_pack_gives_the_same_bytes_whatever_the_order_of_its_keys(tmp_path: Path) -> None:
    head = FILES["pack.yaml"].splitlines()
    moved = "\n".join([*head[4:5], *head[:4], *head[5:]])

    straight = compile_folder(a_folder(tmp_path / "a"), national=NATIONAL)
    turned = compile_folder(a_folder(tmp_path / "b", {"pack.yaml": moved}), national=NATIONAL)

    assert turned == straight


def test_cases_and_notes_are_no_part_of_a_version(tmp_path: Path) -> None:
    straight = compile_folder(a_folder(tmp_path / "a"), national=NATIONAL)
    without = compile_folder(a_folder(tmp_path / "b", {"cases/award.yaml": None, "README.md": "x"}), national=NATIONAL)

    assert without == straight


def test_another_rate_is_another_version_by_its_hash(tmp_path: Path) -> None:
    straight = compile_folder(a_folder(tmp_path / "a"), national=NATIONAL)
    changed = compile_folder(
        a_folder(tmp_path / "b", edited("subsidy.yaml", 'value: "0.40"', 'value: "0.41"')), national=NATIONAL
    )

    assert Pack.from_json(changed).ref != Pack.from_json(straight).ref
    assert Pack.from_json(changed).ref.text == Pack.from_json(straight).ref.text


def test_a_compiled_pack_holds_what_it_took_from_the_national_tables(tmp_path: Path) -> None:
    pack = Pack.from_json(compile_folder(a_folder(tmp_path), national=NATIONAL))

    kind = pack.forms["declaration"].spec["pages"][1]["fields"][6]["fields"][0]
    assert kind["options"] == [{"code": "software", "title": "软件"}, {"code": "travel", "title": "差旅"}]
    assert "options_from" not in kind


def test_a_reference_reads_back(pack: Pack) -> None:
    assert pack.ref.text == "haizhou/trial-2024@1"
    assert PackRef.parse(pack.ref.text, pack.ref.sha256) == pack.ref
    assert from_json(PackRef, to_json(pack.ref)) == pack.ref


@pytest.mark.parametrize(
    "text", ["haizhou", "haizhou/trial-2024", "haizhou/trial-2024@", "Haizhou/x@1", "a/b@1.", "a/b@1 "]
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pack reference"):
        PackRef.parse(text, "0" * 64)


def test_a_pack_of_another_format_is_refused(tmp_path: Path) -> None:
    data = compile_folder(a_folder(tmp_path), national=NATIONAL).replace(b'"format":1', b'"format":2')

    with pytest.raises(ValueError, match="format 2"):
        Pack.from_json(data)


class Shelf:
    """A blob store in memory that counts what it was asked."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.asked = 0

    def put(self, data: bytes) -> PackRef:
        self.blobs[sha256_of(data)] = data
        return Pack.from_json(data).ref

    def fetch(self, sha256: str) -> bytes:
        self.asked += 1
        return self.blobs[sha256]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def a_version(at: Path, version: str, **validity: str) -> bytes:
    head = FILES["pack.yaml"].replace('version: "1"', f'version: "{version}"')
    for name, day in validity.items():
        head = head.replace({"since": "from: 2024-01-01", "until": "until: 2025-12-31"}[name], day)
    return compile_folder(a_folder(at / version, {"pack.yaml": head}), national=NATIONAL)


def test_a_version_is_loaded_once_and_by_its_hash(tmp_path: Path, shelf: Shelf) -> None:
    ref = shelf.put(a_version(tmp_path, "1"))
    packs = Packs(shelf.fetch)

    assert packs.get(ref) is packs.get(ref)
    assert packs.get(ref).ref == ref
    assert shelf.asked == 1


def test_a_blob_that_is_not_what_the_reference_says_is_refused(tmp_path: Path, shelf: Shelf) -> None:
    ref = shelf.put(a_version(tmp_path, "1"))
    shelf.blobs[ref.sha256] = a_version(tmp_path, "2")
    packs = Packs(shelf.fetch)

    with pytest.raises(UnknownPack):
        packs.get(ref)


def test_a_hash_under_another_name_is_refused(tmp_path: Path, shelf: Shelf) -> None:
    ref = shelf.put(a_version(tmp_path, "1"))
    packs = Packs(shelf.fetch)

    with pytest.raises(UnknownPack):
        packs.get(PackRef("elsewhere", ref.programme_year, ref.version, ref.sha256))
    with pytest.raises(UnknownPack):
        packs.get(PackRef(ref.city, ref.programme_year, ref.version, "0" * 64))


def test_new_cases_start_under_the_newest_released_version(tmp_path: Path, shelf: Shelf) -> None:
    first, ninth, tenth = (shelf.put(a_version(tmp_path, version)) for version in ("1", "1.9", "1.10"))
    packs = Packs(shelf.fetch)
    packs.release(tenth)
    packs.release(first)
    packs.release(ninth)

    assert packs.current("haizhou", "trial-2024", date(2024, 6, 1)).ref == tenth
    assert packs.programmes("haizhou", date(2024, 6, 1)) == (tenth,)
    assert packs.get(first).ref == first


@pytest.mark.parametrize(
    ("on", "is_valid"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_version_is_current_only_while_it_is_valid(tmp_path: Path, shelf: Shelf, on: date, is_valid: bool) -> None:
    packs = Packs(shelf.fetch)
    packs.release(shelf.put(a_version(tmp_path, "1")))

    assert bool(packs.programmes("haizhou", on)) is is_valid
    if not is_valid:
        with pytest.raises(UnknownPack):
            packs.current("haizhou", "trial-2024", on)


def _backwards(value: object) -> object:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(item) for item in value] if isinstance(value, list) else value
