"""A city changes a rate in its pack: the platform pays by the new one, and says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from chassis.config import Settings
from console.demo import cast
from console.demo.client import Client
from console.demo.first_start import first_start
from console.demo.people import signed_in
from console.demo.programme import pack_of
from contracts.money import Money
from tests.flow.conftest import Played
from tests.platforms import started

RATE, CHANGED = "0.50", "0.30"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The demonstration on a platform whose packs are a copy with the changed rate."""
    packs = Path(shutil.copytree(Settings.packs, tmp_path_factory.mktemp("copy") / "packs"))
    subsidy = packs / pack_of(Settings()).relative_to(Settings.packs) / "subsidy.yaml"
    written = subsidy.read_text(encoding="utf-8")
    assert written.count(f'value: "{RATE}"') == 1
    subsidy.write_text(written.replace(f'value: "{RATE}"', f'value: "{CHANGED}"'), encoding="utf-8")
    with started(packs=packs) as installation:
        told = first_start(installation, lambda line: None)
        yield Played(installation, {case["case"]: case for case in told})


def at_the_changed_rate(lines: tuple[cast.Line, ...]) -> int:
    """In fen."""
    return int(sum(Money.yuan(line.audited_yuan).fen for line in lines) * Decimal(CHANGED))


@pytest.mark.shows("ALL1")
def test_the_manuals_case_is_awarded_and_paid_by_the_changed_rate(changed: Played) -> None:
    case = changed.cases["manual"]

    award_fen = at_the_changed_rate(cast.MANUAL_CASE)
    assert Money(award_fen) == Money.yuan("120000")
    assert (case["status"], case["award_fen"], case["paid_fen"]) == ("paid", award_fen, award_fen)
    assert case["shares"] == {"central": award_fen // 2, "local": award_fen // 2}


def test_the_enterprise_reads_the_changed_rate_with_its_article(changed: Played) -> None:
    visitor = Client(changed.installation.address, cast.CITY, "changed")
    mailbox = changed.installation.data / "mail"
    enterprise = signed_in(visitor, cast.ENTERPRISES[0].code, mailbox=mailbox, address="")

    project = enterprise.get("/projects")["items"][0]["id"]
    award = enterprise.get(f"/projects/{project}/awards")["items"][0]

    [line] = [line for line in award["explanation"] if line["code"] == "rate"]
    assert (line["rate"], line["requirement"], line["article"]) == (CHANGED, "补贴比例最高30%", "指南 二、支持标准")
    assert line["result_fen"] == at_the_changed_rate(cast.MANUAL_CASE)


def test_what_the_cap_cut_before_stays_below_it(changed: Played) -> None:
    award_fen = at_the_changed_rate(cast.OVER_THE_CAP)

    assert changed.cases["capped"]["award_fen"] == award_fen < Money.yuan("500000").fen
