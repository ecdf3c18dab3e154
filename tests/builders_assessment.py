"""Assessments with what a test does not speak of already in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from casework.uploads import UploadedFile
from contracts.actor import Actor
from policy.assessment import Band, Edition, Item, Option
from policy.assessment_answers import Answers
from policy.packs import Pack
from services.acceptance.domain.assessing_level import submit
from services.acceptance.domain.assessment import Assessment, Assessor, Method, Stage
from services.acceptance.domain.assessment_rules import applicant_of, edition_of
from services.acceptance.domain.assessment_starting import Subject, started
from tests.builders_acceptance import a_project, an_upload
from tests.builders_declaration import CITY, ENTERPRISE, NOON, an_institution, an_organisation, dalian

TODAY = date(2026, 11, 20)


def the_edition(name: str = "2024") -> Edition:
    return dalian().assessments[name]


def chosen_for(edition: Edition, **changes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """About half of everything: 44.3 points with the raw figures of `raw_for`."""
    chosen = {
        "f1": ("shop_floor_control", "application_network"),
        "f4": ("product_design", "production_control", "human_resources"),
        "f5": ("two_processes",),
        "f6": ("management_rules", "security_products"),
        "f7": ("none",),
        "m1": ("planned",),
        "m2": ("transformation_workflow", "system_rules", "data_rules"),
        "m3": ("digital_staff", "regular_training"),
    }
    assert set(chosen) <= set(edition.item_by_code)
    return {**chosen, **changes}


def raw_for(**changes: str) -> dict[str, str]:
    raw = {
        "production_devices": "200",
        "digital_devices": "61",
        "networked_devices": "40",
        "average_digital_spend": "300",
        "average_revenue": "2500.5",
        "revenue_last": "3000",
        "revenue_previous": "2500",
        "energy_last": "90",
        "energy_previous": "75",
        "pass_rate_last": "98.6",
        "pass_rate_previous": "98.5",
        "staff_last": "120",
        "staff_previous": "100",
        "cost_last": "2520",
        "cost_previous": "2000",
    }
    return {**raw, **changes}


def levels_for(binding: int, guiding: int, level: int, *, rest: int = 0) -> dict[str, int]:
    """So many binding and guiding scenarios at the level, the others at `rest`."""
    left = {True: binding, False: guiding}
    levels = {}
    for scenario in the_edition().scenarios:
        left[scenario.is_binding] -= 1
        levels[scenario.code] = level if left[scenario.is_binding] >= 0 else rest
    return levels


def some_answers(**given: Any) -> Answers:
    """Complete, without a problem: 43.8 points, and level 2 by six scenarios of which three are binding."""
    values: dict[str, Any] = {
        "chosen": chosen_for(the_edition()),
        "raw": raw_for(),
        "scenarios": levels_for(3, 3, 2, rest=1),
    }
    return Answers(**values | given)


def full_answers(level: int = 4) -> Answers:
    """Every point there is."""
    chosen = {
        item.code: (item.options[-1].code,)
        if item.kind == "single"
        else tuple(option.code for option in item.options if not option.is_none)
        for item in the_edition().items
        if item.options
    }
    raw = raw_for(digital_devices="200", networked_devices="200", average_digital_spend="2500", energy_last="80")
    raw |= {"staff_last": "100", "cost_last": "2000"}
    return Answers(chosen=chosen, raw=raw, scenarios=dict.fromkeys(the_edition().scenario_by_code, level))


def answers_worth(score: str, *, scenarios: dict[str, int] | None = None) -> Answers:
    """Complete answers that are worth exactly this; ValueError where no answers are."""
    ways: dict[int, tuple[_Way, ...]] = {0: ()}
    for item in the_edition().items:
        ways = {
            points + way.points: (*before, way)
            for points, before in reversed(ways.items())
            for way in reversed(_ways_of(item))
        }
    wanted = int(Decimal(score) * 1000)
    if wanted not in ways:
        raise ValueError(score)
    chosen = {way.item: way.chosen for way in ways[wanted] if way.chosen}
    raw = dict.fromkeys(the_edition().raw, "100") | {name: text for way in ways[wanted] for name, text in way.raw}
    return Answers(chosen=chosen, raw=raw, scenarios=scenarios or levels_for(3, 3, 2))


@dataclass(frozen=True)
class _Way:
    """One way to answer an item, and the thousandths of a point that it gives."""

    item: str
    points: int
    chosen: tuple[str, ...] = ()
    raw: tuple[tuple[str, str], ...] = ()


def _ways_of(item: Item) -> list[_Way]:
    """Options one by one, or the first few together; the upper end of each band; worse, the same or better."""
    if item.kind == "multi":
        none, *others = item.options
        sets = [(none,), *(tuple(others[:number]) for number in range(1, len(others) + 1))]
        return [_Way(item.code, _points(each), chosen=tuple(option.code for option in each)) for each in sets]
    if item.options:
        return [_Way(item.code, _points((option,)), chosen=(option.code,)) for option in item.options]
    if item.figure is not None:
        ends = [int((band.up_to or Decimal(1)) * 100) for band in item.bands]
        above = item.figure.numerator
        return [
            _Way(item.code, _points((band,)), raw=((above, str(end)),))
            for band, end in zip(item.bands, ends, strict=True)
        ]
    assert item.trend is not None
    moves = {"worse": ("50", "100"), "same": ("50", "50"), "better": ("100", "50")}
    name = "staff" if item.code == "r3" else item.trend.last.numerator.removesuffix("_last")
    is_upward = item.trend.better == "up" and item.code != "r3"
    return [
        _Way(
            item.code,
            int(item.trend.scores[change] * 1000),
            raw=tuple(zip((f"{name}_last", f"{name}_previous"), figures if is_upward else figures[::-1], strict=True)),
        )
        for change, figures in moves.items()
    ]


def _points(scored: Sequence[Option | Band]) -> int:
    return int(sum((each.score for each in scored), Decimal(0)) * 1000)


def as_body(answers: Answers) -> dict[str, Any]:
    """As a client sends them."""
    return {
        "chosen": {item: list(codes) for item, codes in answers.chosen.items()},
        "raw": dict(answers.raw),
        "scenarios": dict(answers.scenarios),
        "not_applicable": list(answers.not_applicable),
    }


def an_assessment(
    *, method: Method = Method.SELF, stage: Stage = Stage.AFTER, pack: Pack | None = None, **given: Any
) -> Assessment:
    """A draft of the enterprise's project."""
    enterprise, institution = an_organisation(), an_institution()
    known = enterprise if method is Method.SELF else institution
    assessor = Assessor(id=known.id, credit_code=known.credit_code, name=known.name)
    subject = Subject(applicant=applicant_of(enterprise), division=enterprise.division, project=a_project())
    draft = started(
        subject,
        pack or dalian(),
        stage=stage,
        method=method,
        assessor=assessor,
        assessed_on=TODAY,
        city=CITY,
        at=NOON,
    )
    return replace(draft, **{"answers": some_answers(), **given})


def handed_in(assessment: Assessment, by: Actor = ENTERPRISE, pack: Pack | None = None) -> Assessment:
    """The same, submitted."""
    return submit(assessment, edition_of(pack or dalian(), assessment), by=by, at=NOON).assessment


def a_report(name: str = "report.pdf") -> UploadedFile:
    return an_upload(name)
