"""Loan whitelists over HTTP: from the pilot list and an application to a sheet for the bank side (XB23)."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from console.demo.building import filed
from console.demo.client import after_news
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.declaration import release_changed
from tests.api.walks.loans import APPLICATION
from tests.api.walks.project import pilot
from tests.builders_loans import with_loans

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB23")
def test_a_pilot_enterprise_and_its_listed_project_are_on_the_sheets_of_the_bank_side(stage: Stage) -> None:
    release_changed(stage, "21", change=with_loans)
    enterprise, client, declaration = pilot(stage)
    where = f"/projects/{filed(stage.city, client, declaration, enterprise)['id']}/loan-listing"
    listing = after_news(lambda: client.post(where, APPLICATION), "not_found", "not_loan_eligible")

    applied = rows(stage, "projects")
    stage.city.officer.post(f"/loan-listings/{listing['id']}/review", {"verdict": "list"})

    code = listing["applicant"]["credit_code"]
    assert code not in applied
    assert code in rows(stage, "projects")
    assert code in rows(stage, "enterprises")
    release_changed(stage, "22")


def rows(stage: Stage, name: str) -> set[str]:
    """The credit codes on a sheet."""
    sheet = load_workbook(BytesIO(stage.city.officer.download(f"/loan-lists/{name}/sheet"))).active
    assert sheet is not None
    return {str(row[2]) for row in sheet.iter_rows(values_only=True)}
