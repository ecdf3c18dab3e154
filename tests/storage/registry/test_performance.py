"""Measures, and what ratings are computed from, on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chassis.db.errors import Duplicate
from chassis.testing import a_clock
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import Applicant, PackReleased
from contracts.events.project import ContractFiled, ContractLine, FindingRecorded
from contracts.refusal import NotFound
from policy.packs import Pack, Packs
from services.registry.domain.files import FileReference
from services.registry.domain.measures import MeasureKind, take
from services.registry.domain.satisfaction import Satisfaction
from services.registry.storage.queries import performance as queries
from services.registry.storage.queries import pool as pool_queries
from services.registry.storage.tables.performance import ANSWERED
from services.registry.storage.unit import RegistryUnit
from tests.builders_pool import packs_with, pool_pack
from tests.builders_registry import NOON
from tests.storage.registry.conftest import Work
from tests.storage.registry.test_pool import a_provider

ENTERPRISE = Applicant(kind="enterprise", id=uuid4(), credit_code="91210200MA626E53AY", name="大连示例电子有限公司")
CLOCK = a_clock(NOON)


def a_contract(city: str, project_id: UUID, provider_id: UUID, *, sequence: int = 4, price: int = 80) -> ContractFiled:
    line = ContractLine(
        line=1,
        product_id=uuid4(),
        product_name="",
        category="N",
        cost_category="software",
        price_fen=price,
        ceiling_fen=100,
    )
    return ContractFiled(
        city=city,
        aggregate_id=project_id,
        sequence=sequence,
        at=NOON,
        actor=uuid4(),
        applicant=ENTERPRISE,
        provider_id=provider_id,
        contract_number="HT-1",
        signed_on=NOON.date(),
        amount_fen=80,
        down_payment_fen=0,
        payee_account_id=uuid4(),
        lines=(line,),
    )


def a_verdict(city: str, project_id: UUID, *, is_passed: bool, days: int = 0) -> AcceptancePassed | AcceptanceFailed:
    common = {
        "city": city,
        "aggregate_id": uuid4(),
        "sequence": 5,
        "at": NOON + timedelta(days=days),
        "actor": uuid4(),
        "project_id": project_id,
        "applicant": ENTERPRISE,
        "division": "210202",
        "pack": pool_pack().ref.text,
        "pack_sha256": pool_pack().ref.sha256,
        "state": "approved" if is_passed else "voided",
    }
    if not is_passed:
        return AcceptanceFailed(**common)  # type: ignore[arg-type]
    found = {"level": 2, "edition": "2024", "completed_on": NOON.date(), "accepted_on": NOON.date(), "audited_fen": 1}
    return AcceptancePassed(**common, **found)  # type: ignore[arg-type]


def released(work: Work, city: str, pack: Pack) -> Packs:
    """The pack as this city has it: a pool in a database of tests has a city of its own."""
    own = replace(pack.ref, city=city)
    with work() as unit:
        unit.packs.keep(
            PackReleased(
                city=city, aggregate_id=uuid4(), sequence=1, at=NOON, actor=uuid4(), pack=own.text, sha256=own.sha256
            )
        )
    return packs_with(Pack(pack.compiled, own))


def test_a_measure_comes_back_as_it_was_kept(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    file = FileReference(sha256="ab" * 32, size=7, media_type="application/pdf", name="材料.pdf")
    taken = take(
        id=uuid4(),
        city=city,
        provider_id=uuid4(),
        kind=MeasureKind.SUSPENSION,
        reason="虚假改造",
        article="工作方案 四、（三）5",
        finding_ids=(uuid4(),),
        appeal_working_days=5,
        at=NOON,
    )
    with work() as unit:
        unit.measures.add(taken)
    with work() as unit:
        found = unit.measures.get(taken.id, for_update=True)
        appealed = found.appealed("属实", (file,), queries.WorkingDays(), at=NOON)
        unit.measures.save(appealed)

    with work() as unit:
        assert found == taken
        assert unit.measures.appealed_of(taken.provider_id) == [appealed]
        assert unit.measures.appealed_of(uuid4()) == []
    reading = units.reading(city)
    waiting = queries.measures(reading, CLOCK, provider_id=None, state="appealed")["items"]
    own = queries.own_measures(reading, CLOCK, taken.provider_id)["items"]
    assert [item["id"] for item in waiting] == [item["id"] for item in own] == [str(taken.id)]
    provider = Actor(account_id=uuid4(), city=city, organisation_id=taken.provider_id)
    assert queries.measure_file(reading, provider, taken.id, file.sha256)["name"] == "材料.pdf"
    with pytest.raises(NotFound):
        queries.measure_file(reading, replace(provider, organisation_id=uuid4()), taken.id, file.sha256)


def test_a_rating_follows_the_newest_contract_and_the_last_verdict(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    packs, entry, project = released(work, city, pool_pack()), a_provider(work, city, 1), uuid4()
    with work() as unit:
        unit.projects.keep_contract(a_contract(city, project, entry.organisation_id, sequence=6, price=90))
        unit.projects.keep_contract(a_contract(city, project, entry.organisation_id, sequence=4, price=10))
        unit.projects.keep_verdict(a_verdict(city, project, is_passed=True, days=2))
        unit.projects.keep_verdict(a_verdict(city, project, is_passed=False, days=1))
        unit.projects.keep_contract(a_contract(city, uuid4(), uuid4()))

    reading = units.reading(city)
    shown = queries.performance(reading, packs, CLOCK, entry.organisation_id, with_comments=True)
    (public,) = pool_queries.enrolled_providers(reading, packs, CLOCK, kind=None, limit=50, after=None)["items"]

    (behind,) = shown["projects"]
    assert (behind["project_id"], behind["price_fen"], behind["is_passed"], behind["level"]) == (
        str(project),
        90,
        True,
        2,
    )
    assert shown["rating"] == {"score": "95.000", "band": "excellent", "title": "优秀"}
    assert public["rating"] is None, "the pack does not publish ratings"


def test_findings_about_a_provider_count_until_the_measure_that_rests_on_them_falls(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    packs, entry, project = released(work, city, pool_pack()), a_provider(work, city, 1), uuid4()
    ground, other = uuid4(), uuid4()
    with work() as unit:
        unit.projects.keep_contract(a_contract(city, project, entry.organisation_id))
        unit.projects.keep_verdict(a_verdict(city, project, is_passed=True))
        for number, (finding_id, kind) in enumerate(
            [(ground, "provider"), (other, "provider"), (uuid4(), "enterprise")]
        ):
            finding = FindingRecorded(
                city=city,
                aggregate_id=project,
                sequence=10 + number,
                at=NOON,
                actor=uuid4(),
                subject_kind=kind,
                subject_id=entry.organisation_id,
                severity="major",
                found_on=NOON.date(),
                project_id=project,
                finding_id=finding_id,
            )
            unit.projects.keep_finding(finding)
            unit.projects.keep_finding(finding)
    before = queries.performance(units.reading(city), packs, CLOCK, entry.organisation_id, with_comments=False)
    taken = take(
        id=uuid4(),
        city=city,
        provider_id=entry.organisation_id,
        kind=MeasureKind.WARNING,
        reason="虚假改造",
        article="工作方案 四、（三）5",
        finding_ids=(ground,),
        appeal_working_days=5,
        at=NOON,
    )
    appealed = taken.appealed("属实", (), queries.WorkingDays(), at=NOON)
    with work() as unit:
        unit.measures.add(taken)
        unit.measures.save(appealed)
        unit.measures.save(appealed.decided(is_upheld=True, opinion="经核实", at=NOON))

    after = queries.performance(units.reading(city), packs, CLOCK, entry.organisation_id, with_comments=False)

    assert (before["deducted"], before["rating"]["score"], len(before["findings"])) == ("20", "80.000", 2)
    assert (after["deducted"], [each["finding_id"] for each in after["findings"]]) == ("10", [str(other)])


def test_a_pack_that_publishes_ratings_shows_them_to_everybody(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    pack = pool_pack()
    performance = pack.compiled["providers"]["provider_performance"] | {"is_public": True}
    compiled = {**pack.compiled, "providers": {**pack.compiled["providers"], "provider_performance": performance}}
    packs = released(work, city, Pack(compiled, pack.ref))
    rated, unrated, project = a_provider(work, city, 1), a_provider(work, city, 2), uuid4()
    with work() as unit:
        unit.projects.keep_contract(a_contract(city, project, rated.organisation_id))
        unit.projects.keep_verdict(a_verdict(city, project, is_passed=True))

    items = pool_queries.enrolled_providers(units.reading(city), packs, CLOCK, kind=None, limit=50, after=None)["items"]

    ratings = {item["id"]: item["rating"] for item in items}
    assert ratings[str(rated.organisation_id)] == {"score": "100.000", "band": "excellent", "title": "优秀"}
    assert ratings[str(unrated.organisation_id)] is None


def test_an_enterprise_sees_which_projects_it_is_asked_about(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    judged, open_one = sorted((uuid4(), uuid4()))
    with work() as unit:
        for project in (judged, open_one):
            unit.projects.keep_contract(a_contract(city, project, uuid4()))
        unit.projects.keep_verdict(a_verdict(city, judged, is_passed=False))
        found, missing = unit.projects.judged(judged), unit.projects.judged(open_one)
    assert found is not None
    answer = Satisfaction(
        id=uuid4(),
        city=city,
        version=1,
        project_id=judged,
        provider_id=found.provider_id,
        applicant_id=ENTERPRISE.id,
        score=2,
        comment="晚",
        answered_at=NOON,
    )
    reading = units.reading(city)
    before = [item["may_answer"] for item in queries.asked(reading, ENTERPRISE.id)["items"]]
    with work() as unit:
        unit.satisfaction.add(answer)

    after = queries.asked(reading, ENTERPRISE.id)["items"]
    assert (missing, found.is_passed) == (None, False)
    assert before == [True, False]
    assert [(item["may_answer"], item["score"]) for item in after] == [(False, 2), (False, None)]
    with pytest.raises(Duplicate, match=ANSWERED), work() as unit:
        unit.satisfaction.add(replace(answer, id=uuid4()))
