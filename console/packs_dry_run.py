"""`shuzhuan packs dry-run`: what a new pack version would give the stored cases of a programme. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import orjson
import typer

from casework.shelf import packs_of
from chassis.config import Settings
from console.operator import running_settings, snapshot_of
from console.pack_files import loaded
from contracts.money import Money
from contracts.refusal import Refusal
from policy.pack import Pack
from services.funding.adapters.sheet_files import sheet_file
from services.funding.domain.dry_run import DryRun, Effect
from services.funding.domain.dry_run_report import Group, Report, change_of, dry_run, sheets_of
from services.funding.storage.read_dry_run import cases_of

TOP = 20
FORMATS = (".json", ".xlsx")


def dry_run_command(
    stored: Annotated[str, typer.Argument(metavar="CITY/PROGRAMME-YEAR", help="Whose stored cases.")],
    new: Annotated[Path, typer.Argument(help="The new version: a pack folder, or its compiled JSON.", exists=True)],
    out: Annotated[Path | None, typer.Option(help="Every case by name: a .json or an .xlsx file.")] = None,
    top: Annotated[int, typer.Option(min=0, help="How many of the largest differences are printed.")] = TOP,
) -> None:
    """Try a new pack version on the stored cases: who gains, who loses, and what it comes to. Nothing is changed."""
    if out is not None and out.suffix not in FORMATS:
        raise typer.BadParameter(f"a file ending in {' or '.join(FORMATS)}", param_hint="--out")
    pack = loaded(new)
    city, _, programme_year = stored.partition("/")
    if not programme_year or "@" in stored or pack.city != city:
        raise typer.BadParameter(f"{stored}: no programme of {pack.city}, as in {pack.city}/{pack.programme_year}")
    report = tried(running_settings(), pack, programme_year)
    if not report.effects and not report.left_out:
        typer.echo(f"{stored}: no stored cases / 没有已存案件", err=True)
        raise typer.Exit(1)
    for line in words(report, top=top):
        typer.echo(line)
    if out is not None:
        _write(report, out)


def tried(settings: Settings, new: Pack, programme_year: str) -> Report:
    """The report over the database as it is in one moment."""
    packs = packs_of(settings)
    with snapshot_of(settings, "funding") as cursor:
        cases = cases_of(cursor, city=new.city, programme_year=programme_year)
        return dry_run(new, DryRun(new, packs.get), cases, programme=f"{new.city}/{programme_year}")


def words(report: Report, *, top: int) -> Iterator[str]:
    """The report for the terminal; of the cases those with the largest differences, and every one that was left out."""
    number = len(report.effects) + len(report.left_out)
    unchanged = sum(1 for each in report.effects if not each.difference.fen)
    yield f"{report.programme} → {report.pack}"
    yield f"已存案件 stored cases: {number}"
    yield f"增加 gains: {_group(report.gains)}"
    yield f"减少 losses: {_group(report.losses)}"
    yield f"不变 unchanged: {unchanged}"
    yield f"新符合条件 newly eligible: {_group(report.newly_eligible)}"
    yield f"不再符合条件 no longer eligible: {_group(report.no_longer_eligible)}"
    yield f"未能预演 left out: {len(report.left_out)}"
    yield f"合计 total: {_yuan(report.before)} → {_yuan(report.after)} ({_signed(report.difference)}) 元"
    yield from (f"  补助事项 line {title}: {_group(group)}" for title, group in report.by_line.items())
    yield from (
        f"  资金来源 source {report.source_title(source)}: {_signed(part)} 元"
        for source, part in report.by_source.items()
    )
    largest = sorted(report.effects, key=lambda each: -abs(each.difference.fen))[:top]
    yield from (_effect(each) for each in largest if each.difference.fen or change_of(each))
    for each in report.left_out:
        yield f"未能预演 left out: {_named(each.case.numbers)} {each.case.applicant_name}: {each.sentence}"


def _effect(each: Effect) -> str:
    amounts = f"{_yuan(each.before.amount)} → {_yuan(each.after.amount)} ({_signed(each.difference)}) 元"
    change = change_of(each)
    return f"  {_named(each.case.numbers)} {each.case.applicant_name}: {amounts}" + (f" {change}" if change else "")


def _named(numbers: Sequence[str]) -> str:
    return "、".join(numbers)


def _group(group: Group) -> str:
    return f"{len(group.cases)} ({_signed(group.difference)} 元)"


def _yuan(amount: Money) -> str:
    return f"{Decimal(amount.as_yuan()):,.2f}"


def _signed(amount: Money) -> str:
    return f"{Decimal(amount.as_yuan()):+,.2f}"


def _write(report: Report, out: Path) -> None:
    if out.suffix == ".json":
        out.write_bytes(orjson.dumps(report.as_wire(), option=orjson.OPT_INDENT_2))
        return
    try:
        out.write_bytes(sheet_file(*sheets_of(report)).content)
    except Refusal as refused:
        typer.echo(f"{out}: {refused}", err=True)
        raise typer.Exit(1) from None
