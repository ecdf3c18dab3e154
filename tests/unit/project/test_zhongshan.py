"""Zhongshan's own pack, stage by stage (ZS1, ZS3, ZS4, ZS5): from the filing to the completion."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from casework.refusals import DossierIncomplete
from policy.canonical import canonical_json
from policy.packs import Pack, compile_folder
from services.project.domain.errors import StageNotOpen
from tests.builders_project import CITY, OFFICER, PAYEE, PROVIDER, SOFTWARE, a_provider, an_organisation
from tests.builders_staged import CALL, a_call
from tests.desk_project import Shown
from tests.unit.project.staged_desk import StagedDesk

FOLDER = Path(__file__).parents[3] / "packs" / "zhongshan" / "sme-digital-2024"
PAGES: dict[str, dict[str, dict[str, Any]]] = {
    "filing": {
        "basic": {
            "project_name": "灯饰产线改造",
            "intention": "设备联网",
            "industry_code": "3871",
            "size_class": "small",
            "scale": "above_scale",
            "diagnosis": "self",
        }
    },
    "provider_choice": {"basic": {"provider": str(PROVIDER)}},
    "contract": {
        "basic": {"payee_account": str(PAYEE), "provider": str(PROVIDER)},
        "contract": {"number": "ZS-1", "signed_on": "2026-11-19", "amount": "90000", "down_payment": "30000"},
        "solutions": {"products": [{"product": str(SOFTWARE), "cost_category": "software", "price": "90000"}]},
    },
    "internal_acceptance": {
        "completion": {"completed_on": "2026-11-20", "conclusion": "达到合同要求", "trained_people": 12}
    },
}
SLOTS = {
    "contract": ("contract", "transformation_plan"),
    "internal_acceptance": ("training_records", "internal_acceptance_report"),
}


@pytest.fixture
def zhongshan(staged_desk: StagedDesk) -> StagedDesk:
    """The tests' city under Zhongshan's pack, with an enterprise that is registered there."""
    compiled = orjson.loads(compile_folder(FOLDER))
    compiled["pack"]["city"] = CITY
    pack = Pack.from_json(canonical_json(compiled))
    staged_desk.use(pack)
    staged_desk.uow.known.calls[CALL] = a_call(pack=pack.ref.text, batch="2024-1", closes_at=None)
    staged_desk.uow.known.applicant = an_organisation(division="442000")
    staged_desk.pages, staged_desk.slots = PAGES, SLOTS
    return staged_desk


def through(desk: StagedDesk, started: Shown, stage: str) -> str:
    """A stage filled in, handed in, and approved by the bureau. Gives the state of the project."""
    if stage != "filing":
        desk.begin(started, stage)
    desk.fill_in(started, stage)
    desk.hand_in(started, stage)
    desk.judge(started, stage, OFFICER)
    return desk.project(started).state.value


def test_a_project_goes_through_zhongshans_stages(zhongshan: StagedDesk) -> None:
    started = zhongshan.start_under_call()

    filed = through(zhongshan, started, "filing")
    zhongshan.diagnosed(started)
    chosen = through(zhongshan, started, "provider_choice")
    signed = through(zhongshan, started, "contract")
    recorded = zhongshan.train(started)
    completed = through(zhongshan, started, "internal_acceptance")

    project = zhongshan.project(started)
    assert (filed, chosen, signed, completed) == ("filed", "enrolled", "enrolled", "completed")
    assert (project.filing_number, project.published_on) == ("ZSBA202600001", date(2026, 11, 20))
    assert (recorded["state"], recorded["person_days"]) == ("approved", "18.000")
    assert [name for name in zhongshan.uow.announced if name not in ("project_filed", "project_stage_approved")] == [
        "project_enrolled",
        "contract_filed",
        "training_recorded",
        "project_completed",
    ]


@pytest.mark.shows("ZS2", "ALL4")
@pytest.mark.parametrize(("chosen", "made"), [("institution", "self"), ("self", "institution")])
def test_a_provider_is_chosen_after_the_diagnosis_that_the_filing_chose(
    zhongshan: StagedDesk, chosen: str, made: str
) -> None:
    started = zhongshan.start_under_call()
    zhongshan.fill_in(started, "filing", basic=PAGES["filing"]["basic"] | {"diagnosis": chosen})
    zhongshan.hand_in(started, "filing")
    zhongshan.judge(started, "filing", OFFICER)
    zhongshan.begin(zhongshan.diagnosed(started, made), "provider_choice")
    zhongshan.fill_in(started, "provider_choice")

    with pytest.raises(DossierIncomplete) as refusal:
        zhongshan.hand_in(started, "provider_choice")
    zhongshan.diagnosed(started, chosen)

    assert [(each.code, each.article) for each in refusal.value.problems] == [("diagnosed_as_chosen", "流程图 流程2")]
    assert zhongshan.hand_in(started, "provider_choice")["state"] == "in_review"


def test_a_kind_of_provider_that_sells_nothing_is_not_chosen(zhongshan: StagedDesk) -> None:
    started = zhongshan.start_under_call()
    through(zhongshan, started, "filing")
    zhongshan.begin(zhongshan.diagnosed(started), "provider_choice")
    zhongshan.fill_in(started, "provider_choice")
    zhongshan.uow.known.providers[PROVIDER] = a_provider(kinds=("diagnostic",))

    with pytest.raises(DossierIncomplete) as refusal:
        zhongshan.hand_in(started, "provider_choice")

    assert [(each.code, each.article) for each in refusal.value.problems] == [("provider_enrolled", "流程图 流程3")]


def test_a_provider_files_no_project(zhongshan: StagedDesk) -> None:
    zhongshan.uow.facts.organisations[an_organisation().id] = an_organisation(kind="provider")

    with pytest.raises(StageNotOpen) as refusal:
        zhongshan.start_under_call()

    assert [each.code for each in refusal.value.problems] == ["applicant_not_admitted"]
