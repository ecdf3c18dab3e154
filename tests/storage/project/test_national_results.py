"""What the national platform answers becomes findings of projects: all lines of a file or none, each line once."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from contracts.refusal import Invalid
from gateway.schemas.project import spot_checks as schemas
from services.project.adapters.national_result_files import read_lines
from services.project.domain.errors import ResultFileUnreadable
from services.project.use_cases.import_national_results import import_national_results
from tests.builders_project import DISTRICT, ENTERPRISE, NOON, OFFICER, REJECTION
from tests.storage.project.conftest import RealDesk, as_answer
from tests.storage.project.test_reading import read

Line = dict[str, Any]


def a_line(project: dict[str, Any], number: int = 1, **given: Any) -> Line:
    return {
        "line_id": f"N-2026-{number:04}",
        "project_id": project["id"],
        "found_on": NOON.date().isoformat(),
        "severity": "minor",
        "text": "改造后水平与佐证材料不符",
    } | given


def json_lines(*lines: Line) -> bytes:
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def workbook(*lines: Line) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.append([*lines[0]])
    for line in lines:
        book.active.append([*line.values()])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def taken(desk: RealDesk, content: bytes) -> Any:
    answer = desk.act(OFFICER, lambda uow: import_national_results(uow, desk.clock, OFFICER, read_lines(content)))
    return as_answer(schemas.NationalResultImport, answer)


def texts(desk: RealDesk, project: dict[str, Any]) -> list[str]:
    return [finding["text"] for finding in read(desk, ENTERPRISE, project)["findings"]]


@pytest.mark.shows("XB1")
def test_each_line_becomes_one_finding_however_often_the_file_is_taken(desk: RealDesk) -> None:
    project = desk.enrolled()
    file = json_lines(a_line(project), a_line(project, 2, text="合同金额有误"))

    first, again = taken(desk, file), taken(desk, file)
    more = taken(desk, workbook(a_line(project), a_line(project, 3, text="请说明付款日期")))

    assert (first, again, more) == (
        {"recorded": 2, "known": 0},
        {"recorded": 0, "known": 2},
        {"recorded": 1, "known": 1},
    )
    assert sorted(texts(desk, project)) == sorted(["改造后水平与佐证材料不符", "合同金额有误", "请说明付款日期"])
    (finding, *_) = read(desk, ENTERPRISE, project)["findings"]
    assert (finding["place"], finding["severity"]) == ("国家平台", "minor")


@pytest.mark.shows("XB1")
def test_a_file_with_wrong_lines_is_refused_by_line_with_everything_that_is_wrong_and_records_nothing(
    desk: RealDesk,
) -> None:
    project = desk.enrolled()
    nobodys = {"id": str(uuid4())}
    file = json_lines(
        a_line(project),
        a_line(nobodys, 2),
        a_line(project, 3, found_on="2026-02-30", text=" "),
        a_line(project, 4, severity="grave", found_on="2999-01-01"),
        {"line_id": "N-5"},
        a_line(project),
    )

    with pytest.raises(Invalid) as refused:
        taken(desk, file)

    told = {(problem.field, problem.code) for problem in refused.value.problems}
    assert told == {
        ("line.2.project_id", "project_not_served"),
        ("line.3.found_on", "malformed"),
        ("line.3.text", "required"),
        ("line.4.found_on", "in_the_future"),
        ("line.4.severity", "not_an_option"),
        ("line.5.project_id", "required"),
        ("line.5.found_on", "required"),
        ("line.5.text", "required"),
        ("line.6.line_id", "line_twice"),
    }
    assert texts(desk, project) == []


def test_another_content_under_a_line_that_was_taken_is_refused(desk: RealDesk) -> None:
    project = desk.enrolled()
    taken(desk, json_lines(a_line(project)))

    with pytest.raises(Invalid) as refused:
        taken(desk, json_lines(a_line(project, text="别的说法")))

    assert [(each.field, each.code) for each in refused.value.problems] == [("line.1.line_id", "result_differs")]


def test_a_project_that_was_not_handed_in_is_nobodys(desk: RealDesk) -> None:
    project = desk.draft()

    with pytest.raises(Invalid) as refused:
        taken(desk, json_lines(a_line(project)))

    assert [each.code for each in refused.value.problems] == ["project_not_served"]


def test_a_project_that_takes_no_findings_says_why(desk: RealDesk) -> None:
    project = desk.review(desk.submit(desk.draft()), DISTRICT, REJECTION)

    with pytest.raises(Invalid) as refused:
        taken(desk, json_lines(a_line(project)))

    assert [(each.code, dict(each.inputs)) for each in refused.value.problems] == [
        ("result_not_taken", {"reason": "action_not_allowed"})
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_lines"),
        (b"no json", "line 1: not_json"),
        (b"[1]", "line 1: not_an_object"),
        (b"PK\x03\x04 no workbook", "not_a_table"),
        (b"{}\n" * 1001, "too_many_lines"),
    ],
)
def test_what_is_no_file_of_results_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ResultFileUnreadable) as refused:
        read_lines(content)

    assert refused.value.facts == {"reason": reason}
