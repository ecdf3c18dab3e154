"""`shuzhuan packs dry-run` on a real database: it reads every stored case, and changes not a byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from openpyxl import load_workbook
from psycopg2 import sql
from typer.testing import CliRunner, Result

from casework.shelf import put_on_shelf
from chassis.blobs import blobs_of
from chassis.config import Settings
from console.main import app
from console.operator import snapshot_of
from policy.canonical import canonical_json
from tests import builders_funding as build
from tests.storage.funding.conftest import RealDesk

NAMES = ("甲", "乙", "丙")


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    settings = Settings(database_url=url, data=tmp_path, blobs=str(tmp_path / "blobs"))
    put_on_shelf(blobs_of(settings), canonical_json(build.dalian().compiled))
    return settings


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The pack with 40 instead of 50 per cent, as a compiled release."""
    compiled = json.loads(canonical_json(build.dalian().compiled))
    compiled["subsidy"]["lines"][0]["tiers"][0]["rate"]["values"][0]["value"] = "0.40"
    path = tmp_path / "new.json"
    path.write_bytes(canonical_json(compiled))
    return path


def dry_run(settings: Settings, *arguments: str) -> Result:
    given = {
        "DATABASE_URL": settings.database_url,
        "SHUZHUAN_DATA": str(settings.data),
        "BLOBS": settings.blobs,
    }
    return CliRunner().invoke(app, ["packs", "dry-run", *arguments], env=given)


def contents(settings: Settings) -> dict[str, str]:
    """Table -> a digest of all its rows, with the transaction that wrote each."""
    with psycopg2.connect(settings.database("funding", "auditor")) as connection, connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
        tables = [name for (name,) in cursor.fetchall()]
        return {name: _digest(cursor, name) for name in tables if _may_read(cursor, name)}


def _may_read(cursor: Any, table: str) -> bool:
    cursor.execute("select has_table_privilege(%s, 'select')", (table,))
    ((may_read,),) = cursor.fetchall()
    return bool(may_read)


def _digest(cursor: Any, table: str) -> str:
    rows = sql.SQL("select xmin::text || to_jsonb({table})::text as row from {table}").format(
        table=sql.Identifier(table)
    )
    cursor.execute(sql.SQL("select coalesce(md5(string_agg(row, '|' order by row)), '') from ({}) rows").format(rows))
    ((digest,),) = cursor.fetchall()
    return str(digest)


def test_gains_losses_and_total_are_told_and_not_a_byte_changes(
    desk: RealDesk, settings: Settings, new: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(NAMES, 1):
        desk.accepted(build.an_applicant(name), yuan=100_000 * number)
    before = contents(settings)

    told = dry_run(settings, "dalian/sme-digital-2024", str(new), "--out", str(tmp_path / "effect.json"))

    assert told.exit_code == 0, told.output
    assert contents(settings) == before
    assert len(before) > 10
    assert "减少 losses: 3 (-60,000.00 元)" in told.stdout
    assert "合计 total: 300,000.00 → 240,000.00 (-60,000.00) 元" in told.stdout
    wire = json.loads((tmp_path / "effect.json").read_text(encoding="utf-8"))
    assert wire["by_source_fen"] == {"central": -3_000_000, "local": -3_000_000}
    assert {each["applicant_name"] for each in wire["effects"]} == {build.an_applicant(name).name for name in NAMES}


def test_what_it_reads_with_cannot_write(settings: Settings) -> None:
    with pytest.raises(psycopg2.Error), snapshot_of(settings, "funding") as cursor:
        cursor.execute("insert into number_series values ('dalian', 'award', 'x', 1) returning last")


def test_every_case_goes_into_an_excel_file(desk: RealDesk, settings: Settings, new: Path, tmp_path: Path) -> None:
    desk.accepted()

    told = dry_run(settings, "dalian/sme-digital-2024", str(new), "--out", str(tmp_path / "effect.xlsx"))

    assert told.exit_code == 0, told.output
    rows: list[Any] = list(load_workbook(tmp_path / "effect.xlsx")["案件"].iter_rows(values_only=True))
    by_title = dict(zip(rows[0], rows[1], strict=True))
    assert (by_title["单位名称"], by_title["差额（元）"]) == (build.an_applicant().name, -40_000)


def test_a_case_whose_version_is_not_on_the_shelf_is_named(desk: RealDesk, settings: Settings, new: Path) -> None:
    desk.accepted()
    elsewhere = Settings(database_url=settings.database_url, data=settings.data, blobs=str(settings.data / "empty"))

    told = dry_run(elsewhere, "dalian/sme-digital-2024", str(new))

    assert told.exit_code == 0, told.output
    assert f"{build.an_applicant().name}: 库中没有其所依据的版本 {build.dalian().ref.text}" in told.stdout


@pytest.mark.parametrize(
    ("programme", "words"),
    [
        ("dalian/sme-digital-2030", "no stored cases"),
        ("xiamen/sme-digital-2023", "no programme of dalian"),
        ("dalian", "no programme of dalian"),
    ],
)
def test_a_programme_without_cases_and_one_of_another_city_are_refused(
    settings: Settings, new: Path, programme: str, words: str
) -> None:
    told = dry_run(settings, programme, str(new))

    assert told.exit_code != 0
    assert words in told.output
