"""The declaration's things with everything that a test does not speak of already in place.

The pack is Dalian's own, released as it stands in `packs/`; variants of it change the compiled form.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from casework.common_facts import Organisation
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from contracts.actor import Actor, Mandate
from contracts.codes import with_check_character
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from policy.canonical import canonical_json
from policy.packs import Pack, load_folder
from services.declaration.domain.uploads import UploadedFile

CITY, PROGRAMME = "dalian", "sme-digital-2024"
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # a Friday, noon in China
ZHONGSHAN_DISTRICT, XIGANG_DISTRICT = "210202", "210203"
SEALER = Sealer({"k1": b"0" * 32}, "k1")
PHONE = "13912345678"
PDF = "application/pdf"
CALENDAR = WorkingDays(confirmed_years=frozenset({2026}))
SLOTS = ("stamped_form", "licence_and_credit_report", "audit_report", "subsector_proof", "self_assessment")

_PACK_FOLDER = Path(__file__).parent.parent / "packs" / "dalian" / "sme-digital-2024"
_IDS = uuid5(UUID(int=0), "tests of the declaration service")


def an_id(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(_IDS, name)


def a_code(number: int = 1) -> str:
    """A made-up credit code that passes its check digit; different numbers give different codes."""
    return with_check_character(f"91210200{number:09d}")


@cache
def dalian() -> Pack:
    """The pack as it stands."""
    return load_folder(_PACK_FOLDER)


def a_pack(change: Callable[[dict[str, Any]], None] = lambda compiled: None, *, version: str = "2") -> Pack:
    """Dalian's pack with another version, changed by `change` in its compiled form."""
    compiled = deepcopy(dict(dalian().compiled))
    compiled["pack"]["version"] = version
    change(compiled)
    return Pack.from_json(canonical_json(compiled))


def with_pilot_notice(compiled: dict[str, Any]) -> None:
    """The pilot list is published for five working days before it takes effect."""
    length = {
        "title": "公示期",
        "unit": "working_day",
        "by": "planned_on",
        "values": [{"value": "5", "assumed": "测试"}],
    }
    compiled["pack"]["notices"]["pilot_list"] = {"title": "试点企业名单公示", "length": length, "assumed": "测试"}


def with_window(opens_at: str | None, closes_at: str | None) -> Callable[[dict[str, Any]], None]:
    """The applicants' window of the call, in the city's time."""

    def change(compiled: dict[str, Any]) -> None:
        window = compiled["pack"]["calls"][0]["windows"][0]
        window |= {"opens_at": opens_at, "closes_at": closes_at}

    return change


def with_three_levels(compiled: dict[str, Any]) -> None:
    """County, league and region review one after the other (NM2)."""
    route = compiled["routes"]["declaration"]
    first = route["steps"][0]
    levels = (("county_review", "county"), ("league_review", "league"), ("region_review", "region"))
    route["steps"] = [{**first, "step": step, "division_level": level, "assumed": "测试"} for step, level in levels]
    for step in route["steps"]:
        step.pop("source", None)
    route["steps"][-1]["role"] = "city_officer"


def exclusive(compiled: dict[str, Any]) -> None:
    """No other pilot at the same time (XA11)."""
    source = {"ref": "guide", "article": "一、申报条件（三）"}
    compiled["pack"]["exclusive"] = {"key": "pilot", "title": "不得同时申报其他试点", "source": source}


def another_programme() -> Pack:
    """A second programme of the city; each excludes the other."""

    def change(compiled: dict[str, Any]) -> None:
        exclusive(compiled)
        compiled["pack"]["programme_year"] = "other-2026"

    return a_pack(change)


def an_organisation(key: str = "enterprise", **given: Any) -> Organisation:
    values: dict[str, Any] = {
        "id": an_id(key),
        "kind": "enterprise",
        "credit_code": a_code(),
        "name": "大连示例轴承有限公司",
        "division": ZHONGSHAN_DISTRICT,
        "size_class": "small",
        "lists": (),
    }
    return Organisation(**values | given)


def an_institution(key: str = "institution", **given: Any) -> Organisation:
    values: dict[str, Any] = {"kind": "institution", "credit_code": a_code(900), "name": "示例评测机构"}
    return an_organisation(key, **values | given)


def somebody(
    role: str, *, name: str = "", division: str | None = None, organisation: Organisation | None = None
) -> Actor:
    """An account with one role."""
    return Actor(
        account_id=an_id(f"account {name or role}"),
        city=CITY,
        roles=frozenset({role}),
        organisation_id=organisation.id if organisation else None,
        credit_code=organisation.credit_code if organisation else None,
        division=division,
    )


ENTERPRISE = somebody("enterprise", organisation=an_organisation())
STRANGER = somebody("enterprise", name="stranger", organisation=an_organisation("stranger", credit_code=a_code(2)))
DISTRICT = somebody("district_reviewer", division=ZHONGSHAN_DISTRICT)
OTHER_DISTRICT = somebody("district_reviewer", name="other district", division=XIGANG_DISTRICT)
ASSESSOR = somebody("third_party_assessor", organisation=an_institution())
OTHER_ASSESSOR = somebody("third_party_assessor", name="other", organisation=an_institution("other institution"))
OFFICER = somebody("city_officer")
ADMINISTRATOR = somebody("administrator")


def an_agent(*stages: str, programme: str = PROGRAMME) -> Actor:
    """A provider that ENTERPRISE lets act for it in these stages."""
    agent = somebody("provider", organisation=an_organisation("agent", kind="provider", credit_code=a_code(77)))
    mandate = Mandate(principal_id=an_organisation().id, programme_year=programme, stages=frozenset(stages))
    return replace(agent, mandates=(mandate,) if stages else ())


def good_answers() -> dict[str, dict[str, Any]]:
    """A form that nothing is wrong with, page by page; the phone in plain text."""
    return {
        "basic": {
            "enterprise_name": "大连示例轴承有限公司",
            "city": "大连市",
            "credit_code": a_code(),
            "contact": "甲某",
            "contact_phone": PHONE,
            "address": "大连市中山区示例路1号",
            "description": "生产轴承。",
            "nature": "private",
            "size_class": "small",
            "scale": "above_scale",
            "quality_grade": "none",
            "industry_code": "3451",
            "subsector": "bearing_gear_transmission",
            "main_products": "滚动轴承",
            "revenue": "3000",
            "profit": "120.5",
            "revenue_per_head": "60",
            "digital_investment": "80",
        },
        "current_state": {"level": 1, "situation": "已有财务软件。"},
        "needs": {"scenarios": [{"scenario": first_option("scenario"), "description": "排产优化"}]},
    }


def first_option(name: str) -> str:
    """The first option of a column of the needs."""
    form = dalian().form("declaration").describe()
    for page in form["pages"]:
        for table in page["fields"]:
            for column in table.get("fields", ()):
                if column["key"] == name:
                    return str(column["options"][0]["code"])
    raise LookupError(name)


def a_file(number: int = 1, **given: Any) -> UploadedFile:
    values: dict[str, Any] = {"sha256": f"{number:064x}", "size": 2048, "media_type": PDF, "name": f"材料{number}.pdf"}
    return UploadedFile(**values | given)


def approval(**given: Any) -> Judgement:
    return Judgement(**{"verdict": Verdict.APPROVED, "opinion": "同意", **given})


def a_return(*names: str, kind: ItemKind = ItemKind.FIELD) -> Judgement:
    """A return for correction of the named fields."""
    items = tuple(CorrectionItem(kind=kind, name=name, reason_code="unclear", text="请补正") for name in names)
    return Judgement(verdict=Verdict.RETURNED, opinion="请按意见补正", items=items)


def a_rejection() -> Judgement:
    return Judgement(verdict=Verdict.REJECTED, opinion="不符合条件", reason_code="not_eligible")
