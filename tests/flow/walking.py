"""An enterprise walked through a programme by its pack: routes, desks and slots from the pack, answers from a file.

For programmes in which a declaration leads to the pilot list, then to one stage of a project, and to an acceptance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from chassis.config import Settings
from console.demo import cast
from console.demo.client import Client, after_news
from contracts.roles import Role
from tests.flow.stories import Case, Story, account_of, assessed, enterprise
from tests.flow.town import CITY_HALL, Desk, Town, attach, code_of, save

Script = Mapping[str, Any]

PROVIDER = 9001


def script_of(name: str) -> Script:
    """What everybody of a city says."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    script: Script = yaml.safe_load(text)
    return script


def folder_of(script: Script) -> Path:
    """The pack that the script is for."""
    return Path(Settings.packs) / script["pack"]


def desks_of(script: Script) -> tuple[Desk, ...]:
    """The reviewer of the enterprises' division, and the city's people."""
    return (("reviewer", "district_reviewer", script["division"]), *CITY_HALL)


def supplied(story: Story, script: Script) -> None:
    """A provider in the pool with one product."""
    town, said = story.town, script["provider"]
    code = code_of(town.pack, PROVIDER)
    client = town.joined("provider", "示例数字化服务商有限公司", code, script["division"], kind="provider")
    known = {"contact": "示例联系人", "contact_phone": cast.PHONE}
    story.seen["provider"] = town.enrolled(client, said["kind"], **known)
    story.seen["product"] = town.listed(
        client, said["product"], ceiling_yuan=said["ceiling_yuan"], category=said["category"]
    )


def listed(story: Story, script: Script, number: int, name: str) -> Case:
    """Declared, reviewed along the pack's route, and on the list of pilots."""
    town = story.town
    case = enterprise(story, number, name, script["division"])
    call_id = town.call(script["batch"])
    draft = after_news(lambda: case.client.post("/declarations", {"call_id": call_id}), "not_known_yet")
    where = f"/declarations/{draft['id']}"
    text_version = case.client.get(f"/calls/{call_id}/form")["statement"]["text_version"]
    case.client.put(f"{where}/statement", {"text_version": text_version})
    known = {"contact": "示例联系人", "contact_phone": cast.PHONE}
    pages = {page: {**draft["answers"].get(page, {}), **said} for page, said in script["declaration"].items()}
    save(case.client, where, {**pages, "basic": {**pages["basic"], **known}})
    _handed_in(town, case.client, where, "declaration", case.key)
    _approved(story, script, where, "declaration")
    town.officer.post("/pilots", {"declaration_ids": [draft["id"]]})
    case.declaration = draft
    return case


def filed(story: Story, script: Script, case: Case) -> None:
    """The project with its contract, reviewed along the pack's route."""
    wanted = {"case_id": case.declaration["case_id"]}
    case.project = after_news(lambda: case.client.post("/projects", wanted), "pilot_not_listed")
    said = script["filing"]
    references = {"payee_account": account_of(case), "provider": story.seen["provider"]}
    pages = {
        "basic": {**said["basic"], **references},
        "contract": {**said["contract"], "number": f"HT-{case.key}"},
        "solutions": {"products": [{**script["product"], "product": story.seen["product"]}]},
    }
    save(case.client, case.where, pages)
    _handed_in(story.town, case.client, case.where, "filing", case.key)
    _approved(story, script, case.where, "filing")


def applied(case: Case, stage: str, programme_year: str, pages: Mapping[str, Mapping[str, Any]]) -> str:
    """A draft that asks for money of its project, filled in, to the first of its accounts; gives its address."""
    wanted = {"stage": stage, "programme_year": programme_year, "project_id": case.project["id"]}
    draft = after_news(lambda: case.client.post("/award-applications", wanted), "application_not_open")
    where = f"/award-applications/{draft['id']}"
    [account] = case.client.get("/organisation/payee-accounts")["items"]
    save(case.client, where, {"request": {"payee_account": account["id"]}, **pages})
    return where


def granted(story: Story, script: Script, case: Case, where: str, stage: str) -> None:
    """What is asked for handed in with its proofs, reviewed along the pack's route."""
    _handed_in(story.town, case.client, where, stage, case.key)
    _approved(story, script, where, stage)


def accepted(
    story: Story, script: Script, case: Case, *, completed_on: str, verdict: Mapping[str, Any] | None = None
) -> str:
    """The work completed on this day, looked through, assessed and audited, and passed, or what the `verdict` says.

    Gives the address of the acceptance.
    """
    town = story.town
    wanted = {"project_id": case.project["id"]}
    draft = after_news(lambda: case.client.post("/acceptances", wanted), "acceptance_not_open")
    where = f"/acceptances/{draft['id']}"
    request = script["acceptance_request"]["request"]
    save(case.client, where, {"request": {**request, "completed_on": completed_on}})
    _handed_in(town, case.client, where, "acceptance", case.key)

    def assess(slots: str) -> None:
        town.officer.put(f"{where}/assignment", {"institution_id": town.institution_id})
        spend = {**script["spend"], "product": story.seen["product"]}
        reports = tuple(slot.code for slot in town.pack.slots(slots) if slot.is_required)
        assessed(town, where, case.key, evaluation=script["evaluation"], spend=spend, reports=reports)

    _approved(story, script, where, "acceptance", with_papers=assess, verdict=verdict)
    return where


def _handed_in(town: Town, client: Client, where: str, stage: str, key: str) -> None:
    """With a file in every slot that the pack makes compulsory."""
    slots = town.pack.slots(town.pack.stage(stage).attachments or stage)
    for slot in slots:
        if slot.is_required:
            attach(client, where, slot.code, f"{key} {stage} {slot.code}")
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")


def _approved(
    story: Story,
    script: Script,
    where: str,
    stage: str,
    *,
    with_papers: Callable[[str], None] | None = None,
    verdict: Mapping[str, Any] | None = None,
) -> None:
    """Every step of the stage's route by the desk that the pack gives it; `verdict` is that of the step with papers."""
    town = story.town
    desks = {
        Role.DISTRICT_REVIEWER: town.reviewer_of(script["division"]),
        Role.CITY_OFFICER: town.officer,
        Role.THIRD_PARTY_ASSESSOR: town.assessor,
    }
    for step in town.pack.route(town.pack.stage(stage).route or stage).steps:
        if step.forms and with_papers is not None:
            with_papers(step.attachments or stage)
        said = {"verdict": "passed" if "passed" in step.outcomes else "approved", "opinion": "符合要求"}
        if step.forms and verdict is not None:
            said = dict(verdict)
        desks[Role(step.role)].post(f"{where}/review", {**said, "step": step.step})
