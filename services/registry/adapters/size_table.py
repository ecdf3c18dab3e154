"""The national size classes (企业划型), read from the packs' `national` folder once per process."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from chassis.config import Settings
from contracts.money import Money
from policy.size_class import SizeTable, read_size_table, size_class
from policy.yaml_source import read_document
from services.registry.domain.organisations import Kind, SizeClass

# Sectors by kind: the programme's enterprises are industrial (DL5); what providers are is not decided by their size.
_SECTORS: Final = {Kind.ENTERPRISE: "industry"}


class NationalSizeClasses:
    """The table, asked by kind of organisation."""

    def __init__(self, table: SizeTable) -> None:
        self._table = table

    def of(self, kind: Kind, *, staff: int | None, revenue_fen: int | None, on: date) -> SizeClass | None:
        """The class; None where a figure is missing or the kind has no sector in the table."""
        sector = _SECTORS.get(kind)
        if sector is None or staff is None or revenue_fen is None:
            return None
        return SizeClass(size_class(self._table, staff, Money(revenue_fen), sector=sector, on=on))


def size_classes_of(settings: Settings) -> NationalSizeClasses:
    """The classes by the table of this installation's packs."""
    return NationalSizeClasses(load_table(settings.packs / "national" / "size_classes.yaml"))


def load_table(path: Path) -> SizeTable:
    """FileNotFoundError where the packs are not installed, ValueError for a table that is malformed."""
    document, problems = read_document(path.name, path.read_text(encoding="utf-8"))
    if problems:
        raise ValueError(f"{path}: {problems[0]}")
    sources = {ref: source["short"] for ref, source in document.content["sources"].items()}
    return read_size_table(document.content, sources)
