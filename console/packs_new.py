"""`shuzhuan packs new`: a pack to begin with. What only the city can say is a blank, and `packs check` asks for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from chassis.config import Settings
from policy.check import check_folder

SKELETON = Path(__file__).parent / "skeleton"
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WITH_YEAR = re.compile(rf"{_SLUG.pattern}-[0-9]{{4}}")


def new(
    city: Annotated[str, typer.Argument(help="As in addresses: dalian, inner-mongolia.")],
    programme_year: Annotated[str, typer.Argument(metavar="PROGRAMME-YEAR", help="As in sme-digital-2025.")],
    packs: Annotated[
        Path, typer.Option("--packs", envvar="SHUZHUAN_PACKS", exists=True, file_okay=False, help="Where it goes.")
    ] = Settings.packs,
) -> None:
    """Begin the pack of a city, and print what the city has to fill in, by file and line."""
    if not _SLUG.fullmatch(city):
        raise typer.BadParameter(f"{city}: small letters, digits and hyphens", param_hint="CITY")
    if not _WITH_YEAR.fullmatch(programme_year):
        raise typer.BadParameter(f"{programme_year}: a name that ends in its year", param_hint="PROGRAMME-YEAR")
    folder = packs / city / programme_year
    if folder.exists():
        raise typer.BadParameter(f"{folder} exists already: nothing was written", param_hint="PROGRAMME-YEAR")
    for source in sorted(SKELETON.rglob("*.yaml")):
        path = folder / source.relative_to(SKELETON)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        path.write_text(text.replace("PROGRAMME-YEAR", programme_year).replace("CITY", city), encoding="utf-8")
    typer.echo(str(folder))
    for problem in check_folder(folder).problems:
        typer.echo(f"  {problem}")
