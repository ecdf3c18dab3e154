"""A project of Zhongshan's programme with its contract, and the word that it was picked as a benchmark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from contracts.events.project import BenchmarkChosen
from policy.pack import Pack
from policy.packs import load_folder
from tests import builders_funding as build
from tests.desk_funding import Desk

APPLICANT = build.an_applicant()
PROJECT = build.a_project_id(APPLICANT)


@cache
def zhongshan() -> Pack:
    return load_folder(build.ROOT / "packs" / "zhongshan" / "sme-digital-2024")


def a_project_in_zhongshan() -> Desk:
    """A pilot enterprise with a filed contract."""
    desk = Desk(zhongshan())
    desk.hear(build.an_organisation(APPLICANT))
    ref = zhongshan().ref
    filed = build.a_contract(APPLICANT, signed_on=date(2025, 1, 6))
    desk.hear(replace(filed, pack=ref.text, pack_sha256=ref.sha256, division="442001"))
    return desk


def choose(desk: Desk, kind: str = "digital_workshop") -> None:
    chosen = BenchmarkChosen(
        **build.heard(build.an_id("benchmark")),
        case_id=build.a_case_id(APPLICANT),
        applicant=APPLICANT,
        project_id=PROJECT,
        kind=kind,
        chosen_on=date(2025, 6, 1),
    )
    desk.hear(chosen)
    desk.compute(chosen)
