"""A small pack of an invented city (海州), as files, and the ways in which tests change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.codes import with_check_character
from contracts.money import Money
from policy.claims import Claim, SpendLine
from policy.pack import Pack
from policy.packs import load_folder

ROOT = Path(__file__).resolve().parents[3]
NATIONAL = ROOT / "packs" / "national"
CREDIT_CODE = with_check_character("91990100MA0TRAL01")

FOLDER = Path(__file__).parent / "haizhou" / "trial-2024"
CONSTRUCTS = Path(__file__).parent / "haizhou" / "constructs-2024"
"""The pack that uses everything that subsidy.yaml, split.yaml and budget.yaml can say."""


def files_of(folder: Path) -> dict[str, str]:
    """The text of every file of a pack, by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))
    }


FILES = files_of(FOLDER)


def a_folder(at: Path, changes: Mapping[str, str | None] | None = None, *, of: Path = FOLDER) -> Path:
    """The pack `of` as a folder below `at`; `changes` replace whole files (None: the file is left out)."""
    folder = at / "haizhou" / of.name
    for name, text in {**files_of(of), **(changes or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def edited(name: str, old: str, new: str, *, of: Path = FOLDER) -> dict[str, str | None]:
    """One file with one text replaced; the text must be there."""
    text = (of / name).read_text(encoding="utf-8")
    assert old in text
    return {name: text.replace(old, new, 1)}


def a_pack(at: Path, changes: Mapping[str, str | None] | None = None, *, of: Path = FOLDER) -> Pack:
    """The pack, loaded."""
    return load_folder(a_folder(at, changes, of=of), national=NATIONAL)


def good_answers() -> dict[str, Any]:
    """Answers to the declaration form with nothing wrong."""
    return {
        "basic": {
            "name": "海州示例厂",
            "code": CREDIT_CODE,
            "phone": "13800000000",
            "nature": "private",
            "revenue": "1000.5",
            "profit": "-3.25",
        },
        "needs": {
            "aims": ["quality", "cost"],
            "staff": 20,
            "rating": "4.5",
            "founded_on": "2010-05-01",
            "is_willing": True,
            "items": [{"kind": "software", "price": "100"}],
        },
    }


def changed(answers: Mapping[str, Any], page: str, **fields: Any) -> dict[str, Any]:
    """The answers with some fields of a page replaced."""
    return {**answers, page: {**answers[page], **fields}}


def a_line(yuan: str, **members: Any) -> SpendLine:
    """A line of eligible spend."""
    return SpendLine(**{"code": "1", "category": "software", "amount": Money.yuan(yuan), **members})


def a_claim(*spend: SpendLine, level: int = 2, contract_on: date = date(2024, 2, 1), **members: Any) -> Claim:
    """A claim on the main line."""
    facts = {"acceptance.level": level, "contract_on": contract_on}
    return Claim(line="main", facts=facts, spend=spend, **members)


def rates() -> tuple[Decimal, ...]:
    """Rates that do not divide well."""
    return tuple(Decimal(text) for text in ("0.333333", "0.5", "0.1", "0.999999"))
