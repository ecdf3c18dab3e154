"""What the migrations make of projects that an older version wrote: one filing each, with everything in its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from casework.desk_lists import desk_to_columns
from casework.tables import dossier_to_columns
from chassis.db.pool import Pool
from chassis.units import Units
from contracts.wire import to_json
from services.project.domain.project import Project
from services.project.domain.stage import StageDossier
from services.project.storage.rows import to_row
from services.project.storage.unit import ProjectUnit
from tests.builders_project import DISTRICT, OFFICER, REJECTION, a_report, a_return, good_pages
from tests.desk_project import Desk, Shown
from tests.storage.migrating import OldDatabase

Way = Callable[[Desk, Shown], Shown]
NEW = (
    "call_id", "provider_ids", "payee_ids", "yielded", "published_on", "completed_on", "stage",
)  # fmt: skip
WAYS: dict[str, Way] = {
    "started": lambda desk, draft: draft,
    "in review": lambda desk, draft: desk.submit(draft),
    "assigned": lambda desk, draft: desk.assign(desk.review(desk.submit(draft), DISTRICT)),
    "returned": lambda desk, draft: desk.review(desk.submit(draft), DISTRICT, a_return("basic.content")),
    "rejected": lambda desk, draft: desk.review(desk.submit(draft), DISTRICT, REJECTION),
    "reported": lambda desk, draft: desk.find(desk.report(desk.enrolled(draft), a_report())),
    "terminated": lambda desk, draft: desk.terminate(desk.enrolled(draft)),
}


def old_row(project: Project, stage: StageDossier) -> dict[str, Any]:
    """As version 0003 wrote it."""
    contract = stage.contract
    row = {name: value for name, value in to_row(project).items() if name not in NEW}
    return {
        **row,
        "product_ids": "{" + ",".join(str(each) for each in project.named.product_ids) + "}",
        "contract": to_json(contract),
        "contract_number": contract.number if contract else None,
        "contract_provider_id": contract.provider_id if contract else None,
        "contract_amount_fen": contract.amount.fen if contract else None,
        "down_payment_fen": contract.down_payment.fen if contract else None,
        **desk_to_columns(project.on_desk(stage)),
        **dossier_to_columns(stage.dossier),
    }


@pytest.fixture(scope="module")
def migrated(postgres_server: Any) -> Iterator[tuple[dict[str, Project], Units[ProjectUnit]]]:
    """Projects in all states, as they were, and the database in which they were written and migrated."""
    database = OldDatabase(postgres_server, "project", "0003")
    projects, desk = {}, Desk()
    for name, way in WAYS.items():
        contract = good_pages()["contract"] | {"number": f"HT-{name}"}
        draft = desk.draft(contract=contract, undertaking__contract={"contract_number": f"HT-{name}"})
        project = projects[name] = desk.project(way(desk, draft))
        database.write("project", **old_row(project, project.first))
    database.upgrade()
    pool = Pool(database.url("project"), size=1)
    yield projects, Units(pool, ProjectUnit)
    pool.close()


@pytest.mark.parametrize("name", WAYS)
def test_a_project_of_one_row_is_read_as_it_was(
    migrated: tuple[dict[str, Project], Units[ProjectUnit]], name: str
) -> None:
    before, units = migrated[0][name], migrated[1]

    with units.open(OFFICER, request_id="test", now=before.first.dossier.started_at) as unit:
        after = unit.projects.get(before.id)
        unit.projects.save(after.changed(after.first))
        units.commit(unit)

    assert [(stage.name, stage.number, stage.version) for stage in after.times] == [("filing", 1, before.version)]
    same = {"filing": before.first.but(id=after.first.id, version=before.version)}
    assert after == replace(before, stages=same)
