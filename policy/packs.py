"""Pack versions of a process: compiled from folders, kept by their sha256, handed out as a case is pinned.

`compile_folder` turns a folder into canonical JSON; the blob store keeps that under its sha256; `Packs`
gives the version that a reference names. Nothing is ever overwritten: another content is another hash.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from contracts.refusal import Refusal
from policy.canonical import sha256_of
from policy.folder import compile_folder
from policy.pack import Pack
from policy.pack_problems import PackInvalid, PackProblem
from policy.refs import PackRef

__all__ = [
    "Pack", "PackInvalid", "PackProblem", "PackRef", "Packs", "UnknownPack", "compile_folder", "load_folder",
]  # fmt: skip


class UnknownPack(Refusal):
    """No such pack here, or its content is not what the reference says: facts `pack`, `sha256`."""

    code = "unknown_pack"


def load_folder(folder: Path, *, national: Path | None = None) -> Pack:
    """The pack of a folder, as it would be released; PackInvalid with every problem. For tests and the console."""
    return Pack.from_json(compile_folder(folder, national=national))


class Packs:
    """The packs that one process knows; loaded once each.

    `fetch` gives the canonical JSON of a sha256 (the blob store), and raises KeyError for an unknown one.
    Safe to share between threads: the worst that a race does is to load a pack twice.
    """

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._loaded: dict[str, Pack] = {}
        self._released: dict[PackRef, Pack] = {}

    def get(self, ref: PackRef) -> Pack:
        """The pinned version; UnknownPack when there is none, its bytes have another hash, or it is another pack."""
        pack = self._loaded.get(ref.sha256)
        if pack is None:
            pack = self._loaded[ref.sha256] = self._load(ref)
        if pack.ref != ref:
            raise UnknownPack(pack=ref.text, sha256=ref.sha256)
        return pack

    def release(self, ref: PackRef) -> Pack:
        """Makes a version one that new cases may start under: one's own release, or one heard by `pack_released`."""
        pack = self.get(ref)
        self._released = {**self._released, ref: pack}
        return pack

    def current(self, city: str, programme_year: str, on: date) -> Pack:
        """The newest released version of the programme that is valid on the day; UnknownPack when there is none."""
        fitting = [
            pack
            for ref, pack in self._released.items()
            if (ref.city, ref.programme_year) == (city, programme_year) and pack.is_valid_on(on)
        ]
        if not fitting:
            raise UnknownPack(pack=f"{city}/{programme_year}", sha256=None)
        return max(fitting, key=lambda pack: pack.ref.order)

    def programmes(self, city: str, on: date) -> tuple[PackRef, ...]:
        """The current version of every programme of the city."""
        names = sorted(
            {ref.programme_year for ref, pack in self._released.items() if ref.city == city and pack.is_valid_on(on)}
        )
        return tuple(self.current(city, name, on).ref for name in names)

    def _load(self, ref: PackRef) -> Pack:
        try:
            data = self._fetch(ref.sha256)
        except KeyError:
            raise UnknownPack(pack=ref.text, sha256=ref.sha256) from None
        if sha256_of(data) != ref.sha256:
            raise UnknownPack(pack=ref.text, sha256=ref.sha256)
        return Pack.from_json(data)
