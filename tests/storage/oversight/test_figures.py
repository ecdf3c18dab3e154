"""A target drilled down to its cases, and a frozen quarter that later events do not move."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from casework.shelf import put_on_shelf
from contracts.events.base import Event
from contracts.events.registry import DivisionChanged
from contracts.refusal import Refusal
from gateway.routes.oversight import OPERATIONS
from policy.canonical import canonical_json
from services.oversight.service import OversightService
from tests.builders_declaration import an_id
from tests.builders_oversight import (
    CITY,
    DISTRICT,
    OFFICER,
    level_confirmed,
    pilot_of_xiamen,
    product_listed,
    told,
    xiamen,
    xiamen_released,
)
from tests.storage.served import Platform, eventually, served

YEAR = {"programme_year": "sme-digital-2023"}
AUTUMN, WINTER = (datetime(2024, month, 10, 4, tzinfo=UTC) for month in (9, 11))


@pytest.fixture
def platform(embedded_postgres: Any, fresh_databases: Any, tmp_path: Path) -> Iterator[Platform]:
    database_url = fresh_databases(embedded_postgres, ["oversight"])
    with served(OversightService, OPERATIONS, database_url=database_url, folder=tmp_path) as made:
        put_on_shelf(made.blobs, canonical_json(dict(xiamen().compiled)))
        heard(
            made, xiamen_released(), DivisionChanged(**told(case_id=None), code="210202", name="一区", level="district")
        )
        yield made


def heard(platform: Platform, *events: Event) -> None:
    """Told, and taken in."""
    before = platform.rows("select count(*) from happening")[0][0]
    platform.tell(*events)
    eventually(lambda: platform.rows("select count(*) from happening")[0][0] == before + len(events))


def row(platform: Platform, code: str, **asked: Any) -> Any:
    rows = platform.call("targets", OFFICER, **YEAR, **asked)["items"]
    return next(each for each in rows if each["code"] == code)


def quarter_row(platform: Platform, quarter: str, code: str) -> Any:
    aspects = platform.call("quarter", OFFICER, **YEAR, quarter=quarter)["aspects"]
    return next(each for aspect in aspects for each in aspect["rows"] if each["code"] == code)


@pytest.mark.shows("XB24")
def test_every_figure_is_the_sum_of_the_list_behind_it_page_by_page(platform: Platform) -> None:
    pilots = [pilot_of_xiamen(number, at=AUTUMN, division=f"21020{2 + number % 2}") for number in range(5)]
    heard(platform, *pilots)
    heard(platform, pilot_of_xiamen(4, is_listed=False, sequence=2, at=WINTER), product_listed(at=AUTUMN))

    figure = row(platform, "pilots")["periods"][0]
    first = platform.call("things_behind", OFFICER, **YEAR, target="pilots", period="first_year", limit=3)
    rest = platform.call("things_behind", OFFICER, **YEAR, target="pilots", limit=3, after=first["next"])

    assert figure["value"] == first["sum"] == "4"
    assert sorted(each["name"] for each in first["items"] + rest["items"]) == ["企业0", "企业1", "企业2", "企业3"]
    assert rest["next"] is None
    assert row(platform, "pilots_above_scale_share")["total"]["numerator"] == "4"
    assert row(platform, "pilots_below_scale")["total"]["value"] == "0"
    assert row(platform, "light_solutions")["total"]["value"] == "1"


def test_a_district_sees_its_part_and_a_case_that_moves_takes_its_count_along(platform: Platform) -> None:
    heard(platform, pilot_of_xiamen(1, at=AUTUMN, division="210202"), pilot_of_xiamen(2, at=AUTUMN, division="210203"))
    heard(platform, level_confirmed(2, at=AUTUMN, case_id=an_id("case 2")))

    seen = platform.call("things_behind", DISTRICT, **YEAR, target="pilots")
    heard(platform, pilot_of_xiamen(2, sequence=2, at=WINTER, division="210202"))

    assert (seen["sum"], [each["name"] for each in seen["items"]]) == ("1", ["企业1"])
    assert platform.call("things_behind", DISTRICT, **YEAR, target="pilots")["sum"] == "2"
    assert row(platform, "second_level_above_scale", division="210202")["total"]["value"] == "1"
    assert row(platform, "pilots", division="210203")["total"]["value"] == "0"


@pytest.mark.shows("XB24")
def test_what_officers_report_is_counted_with_its_source_and_nothing_else_can_be_reported(platform: Platform) -> None:
    entered = {"on": "2024-10-08", "source": "市科技局《2024年三季度统计》"}
    platform.call("report_figure", OFFICER, **YEAR, target="new_property_rights", amount="1400", **entered)

    assert row(platform, "new_property_rights")["periods"][0]["rate"] == "100"
    behind = platform.call("things_behind", OFFICER, **YEAR, target="new_property_rights")["items"]
    assert [(each["name"], each["amount"]) for each in behind] == [(entered["source"], "1400")]
    for target, code in (("pilots", "not_reported"), ("nothing", "not_found")):
        with pytest.raises(Refusal) as refused:
            platform.call("report_figure", OFFICER, **YEAR, target=target, amount="1", **entered)
        assert refused.value.code == code


@pytest.mark.shows("XB24")
def test_a_row_of_workshops_or_enterprises_of_level_4_counts_both_and_no_other_rows_reports(platform: Platform) -> None:
    """附件1: 数字化车间及智能工厂数量或改造后数字化水平达到四级企业数量."""
    heard(platform, pilot_of_xiamen(1, at=AUTUMN), level_confirmed(4, at=AUTUMN, case_id=an_id("case 1")))
    for target, amount in (("fourth_level", "2"), ("new_demonstrations", "5")):
        entered = {"amount": amount, "on": "2024-10-08", "source": "市工信局《智能工厂名单》"}
        platform.call("report_figure", OFFICER, **YEAR, target=target, **entered)

    behind = platform.call("things_behind", OFFICER, **YEAR, target="fourth_level")

    assert row(platform, "fourth_level")["total"]["value"] == behind["sum"] == "3"
    assert [each["amount"] for each in behind["items"]] == ["1", "2"]
    assert row(platform, "second_level_above_scale")["total"]["value"] == "1"


@pytest.mark.shows("XB24")
def test_a_frozen_quarter_is_not_moved_by_later_events_which_correct_the_next_one(platform: Platform) -> None:
    heard(platform, pilot_of_xiamen(1, at=AUTUMN), pilot_of_xiamen(2, at=AUTUMN))
    platform.call("freeze_quarter", OFFICER, **YEAR, quarter="2024-q3")
    before = platform.call("quarter", OFFICER, **YEAR, quarter="2024-q3")

    heard(platform, pilot_of_xiamen(3, at=AUTUMN), pilot_of_xiamen(4, at=WINTER))

    assert platform.call("quarter", OFFICER, **YEAR, quarter="2024-q3") == before
    listed = {"quarter": "2024-q3", "target": "pilots"}
    assert platform.call("things_of_quarter", OFFICER, **YEAR, **listed)["sum"] == "2"
    following = quarter_row(platform, "2024-q4", "pilots")
    assert (following["added"], following["corrections"], following["by_now"]["value"]) == ("1", "1", "4")
    late = platform.call("things_of_quarter", OFFICER, **YEAR, quarter="2024-q4", target="pilots", part="corrections")
    assert [each["name"] for each in late["items"]] == ["企业3"]
    assert [each["code"] for each in platform.call("list_quarters", OFFICER, **YEAR)["items"]] == ["2024-q3"]


@pytest.mark.shows("XB24")
def test_a_quarter_is_exported_with_everything_that_stands_behind_it(platform: Platform) -> None:
    heard(platform, pilot_of_xiamen(1, at=AUTUMN), pilot_of_xiamen(2, at=AUTUMN))

    file = platform.call("sheet_of_quarter", OFFICER, **YEAR, quarter="2024-q3")

    book = load_workbook(io.BytesIO(b"".join(platform.blobs.read(CITY, file["sha256"]))))
    evaluation = {line[1]: line for line in book["绩效自评"].iter_rows(min_row=3, values_only=True)}
    assert len(evaluation) == 27
    assert evaluation["拟改造工业中小企业总数"][3:9] == (2, 0, 2, 2, None, 280)
    behind = [line[:2] for line in book["明细清单"].iter_rows(min_row=2, values_only=True)]
    assert sorted(str(name) for title, name in behind if title == "拟改造规上工业中小企业数量") == ["企业1", "企业2"]


@pytest.mark.parametrize(("quarter", "code"), [("2024-q3", "quarter_frozen"), ("2024-q2", "quarter_frozen")])
def test_what_is_frozen_is_frozen_once_and_in_order(platform: Platform, quarter: str, code: str) -> None:
    platform.call("freeze_quarter", OFFICER, **YEAR, quarter="2024-q3")

    with pytest.raises(Refusal) as refused:
        platform.call("freeze_quarter", OFFICER, **YEAR, quarter=quarter)

    assert refused.value.code == code


def test_a_quarter_that_is_not_over_cannot_be_frozen(platform: Platform) -> None:
    with pytest.raises(Refusal) as refused:
        platform.call("freeze_quarter", OFFICER, **YEAR, quarter="2099-q4")

    assert refused.value.code == "quarter_not_over"
