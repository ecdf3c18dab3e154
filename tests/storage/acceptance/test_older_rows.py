"""What the migrations make of rows that an older version wrote."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.builders_acceptance import PROJECT
from tests.builders_declaration import NOON
from tests.storage.migrating import OldDatabase


def test_projects_that_were_known_keep_their_enrolment(postgres_server: Any) -> None:
    database = OldDatabase(postgres_server, "acceptance", "0001")
    texts = ("applicant_kind", "credit_code", "applicant_name", "division", "pack", "pack_sha256", "title")
    ids = {"case_id": str(uuid4()), "applicant_id": str(uuid4())}
    for city in ("dalian", "xiamen"):
        database.write(
            "known_project",
            id=str(PROJECT),
            city=city,
            sequence=1,
            enrolled_at=NOON,
            **dict.fromkeys(texts, "x"),
            **ids,
        )

    database.upgrade()

    found = database.read("select city, project_id::text, name from known_milestone order by city")
    assert found == [(city, str(PROJECT), "project_enrolled") for city in ("dalian", "xiamen")]
