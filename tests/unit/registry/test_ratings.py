"""What a rating is made of: contracts against ceilings, verdicts, and what enterprises answer (XB3, XB9)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.actor import Actor
from contracts.events.project import ContractLine
from contracts.money import Money
from contracts.refusal import Invalid, NotFound
from policy.packs import Packs
from services.registry.domain.errors import AcceptanceAwaited, SatisfactionAnswered
from services.registry.domain.rating import against_ceilings, performance_shown, rating_shown
from services.registry.domain.satisfaction import FindingBehind, JudgedProject, ProjectBehind
from services.registry.use_cases.answer_satisfaction import answer_satisfaction
from tests.builders_pool import CLOCK, a_pool, pool_pack
from tests.builders_registry import OTHER_CODE
from tests.fakes_registry import FakeWork

PROVIDER, PROJECT = uuid4(), UUID(int=1)
RULE = pool_pack().performance


def a_project(**given: object) -> ProjectBehind:
    values: dict[str, object] = {
        "project_id": PROJECT,
        "provider_id": PROVIDER,
        "applicant_name": "大连示例电子有限公司",
        "signed_on": date(2026, 1, 5),
        "due_on": None,
        "price_fen": 80,
        "ceiling_fen": 100,
        "is_passed": True,
        "level": 2,
        "completed_on": date(2026, 10, 1),
        "satisfaction": 3,
        "comment": "尚可",
    }
    return ProjectBehind(**values | given)  # type: ignore[arg-type]


def judged(work: FakeWork, enterprise: Actor) -> None:
    assert enterprise.organisation_id is not None
    pack = pool_pack().ref
    work.projects.ended[PROJECT] = JudgedProject(
        project_id=PROJECT,
        applicant_id=enterprise.organisation_id,
        provider_id=PROVIDER,
        is_passed=True,
        pack=pack.text,
        pack_sha256=pack.sha256,
    )


def answered(work: FakeWork, packs: Packs, actor: Actor, score: int = 4) -> dict[str, str | int]:
    return answer_satisfaction(work, packs, CLOCK, actor, project_id=PROJECT, score=score, comment="")


def test_every_figure_of_a_rating_leads_to_its_projects() -> None:
    shown = performance_shown(RULE, [a_project()], with_comments=True)

    parts = {part["criterion"]: (part["score"], part["projects"]) for part in shown["parts"]}
    assert parts == {
        "acceptance": ("100.000", [str(PROJECT)]),
        "punctuality": (None, []),
        "price": ("100.000", [str(PROJECT)]),
        "satisfaction": ("50.000", [str(PROJECT)]),
    }
    assert shown["rating"] == {"score": "87.500", "band": "good", "title": "良好"}
    assert shown["projects"][0]["comment"] == "尚可"


@pytest.mark.shows("XB8")
def test_findings_cost_points_and_are_shown_with_what_they_cost() -> None:
    findings = [
        FindingBehind(
            project_id=PROJECT, provider_id=PROVIDER, finding_id=None, severity=severity, found_on=date(2026, 5, 6)
        )
        for severity in ("minor", "note", "major")
    ]

    shown = performance_shown(RULE, [a_project()], findings, with_comments=False)

    assert (shown["deducted"], shown["rating"]["score"]) == ("12", "75.500")
    assert [(each["severity"], each["points"]) for each in shown["findings"]] == [
        ("minor", "2"),
        ("note", "0"),
        ("major", "10"),
    ]


def test_a_comment_is_the_bureaus_alone() -> None:
    shown = performance_shown(RULE, [a_project()], with_comments=False)

    assert (shown["projects"][0]["comment"], shown["projects"][0]["satisfaction"]) == (None, 3)


def test_a_city_that_rates_nobody_shows_the_projects_all_the_same() -> None:
    shown = performance_shown(None, [a_project()], with_comments=False)

    assert (shown["rating"], shown["parts"], len(shown["projects"])) == (None, [], 1)
    assert rating_shown(RULE, [a_project(is_passed=None)]) is None


def test_an_enterprise_answers_once_after_its_acceptance() -> None:
    work, packs = a_pool()
    _, _, enterprise = work.with_enterprise()

    with pytest.raises(AcceptanceAwaited):
        answered(work, packs, enterprise)
    judged(work, enterprise)
    shown = answered(work, packs, enterprise)

    assert (shown["score"], work.satisfaction.only().provider_id) == (4, PROVIDER)
    with pytest.raises(SatisfactionAnswered):
        answered(work, packs, enterprise, 5)


def test_nobody_answers_for_another_enterprise() -> None:
    work, packs = a_pool()
    _, _, enterprise = work.with_enterprise()
    _, _, stranger = work.with_enterprise(credit_code=OTHER_CODE)
    judged(work, enterprise)

    with pytest.raises(NotFound):
        answered(work, packs, stranger)


@pytest.mark.parametrize("score", [0, 6])
def test_an_answer_is_on_the_scale_of_the_pack(score: int) -> None:
    work, packs = a_pool()
    _, _, enterprise = work.with_enterprise()
    judged(work, enterprise)

    with pytest.raises(Invalid) as refusal:
        answered(work, packs, enterprise, score)

    assert refusal.value.problems[0].inputs == {"at_least": 1, "at_most": 5}


def test_prices_are_held_against_ceilings_line_by_line_and_lines_without_one_do_not_count() -> None:
    lines = [
        ContractLine(
            line=number,
            product_id=uuid4(),
            product_name="",
            category="N",
            cost_category="software",
            price_fen=price,
            ceiling_fen=ceiling,
            quantity=quantity,
        )
        for number, (price, ceiling, quantity) in enumerate([(90, 100, "2"), (500, 0, "1"), (10, 20, "1.5")])
    ]

    assert against_ceilings(lines) == (Money(195), Money(230))
