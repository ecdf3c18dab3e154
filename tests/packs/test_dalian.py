"""大连: what the notice, the guide and the manual say (DL1 to DL13)."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.money import Money
from policy.award import Award, compute_award
from policy.calls import ZONE
from policy.claims import Claim, SpendLine
from policy.lifecycle import stage_problems
from policy.packs import Pack, load_folder
from policy.split import split
from tests.packs.test_every_pack import PACKS

FOLDER = PACKS / "dalian" / "sme-digital-2024"


@pytest.fixture(scope="session")
def dalian() -> Pack:
    return load_folder(FOLDER)


def award_for(pack: Pack, wan_yuan: str, *, contract_on: date = date(2024, 3, 1), **members: Any) -> Award:
    """The award for one line of eligible software."""
    line = SpendLine(
        code="1",
        category="software",
        link="production_control",
        amount=Money.wan_yuan(wan_yuan),
        dates={"invoice_on": date(2024, 6, 1)},
        **members,
    )
    facts = {
        "contract_on": contract_on,
        "accepted_on": date(2024, 12, 20),
        "acceptance.level": 2,
        "acceptance.is_passed": True,
        "audit.is_filed": True,
    }
    return compute_award(pack, Claim(line="transformation", facts=facts, spend=(line,)))


def in_wan_yuan(fen: int) -> str:
    return Money(fen).as_wan_yuan()


def test_the_manuals_sample_is_twenty_of_which_ten_are_central(dalian: Pack) -> None:
    award = award_for(dalian, "40")

    parts = split(award.award_fen, dalian.split_on(date(2025, 1, 10)))
    assert in_wan_yuan(award.award_fen) == "20"
    assert {source: in_wan_yuan(fen) for source, fen in parts.items()} == {"central": "10", "local": "10"}


def test_an_award_stops_at_fifty(dalian: Pack) -> None:
    award = award_for(dalian, "130")

    assert in_wan_yuan(award.award_fen) == "50"
    assert [(cut.reason, in_wan_yuan(cut.cut_fen)) for line in award.lines for cut in line.cuts] == [("over_cap", "15")]


def test_every_line_of_an_award_cites_the_guide(dalian: Pack) -> None:
    award = award_for(dalian, "130")

    assert {line.article for line in award.lines} == {"指南 二、支持标准"}
    assert award.lines[-1].cuts[0].sentence == "每家企业补贴金额最高50万元，超出部分不予补贴"


def test_what_the_guide_leaves_open_is_shown_as_assumed(dalian: Pack) -> None:
    assumptions = award_for(dalian, "40").assumptions

    assert [text[:12] for text in assumptions] == [
        "指南未说明补贴基数是否含",
        "指南未规定取整单位，按分",
        "指南二只说“试点期间”，",
    ]
    assert dalian.split_on(date(2025, 1, 10)).basis.article is None
    assert dalian.notice("allocation_plan").length_on(date(2025, 1, 10)).basis.assumed


def test_a_price_above_the_catalogue_is_cut_to_its_ceiling(dalian: Pack) -> None:
    award = award_for(dalian, "12", ceiling=Money.wan_yuan("10"))

    (cut,) = award.lines[0].cuts
    assert in_wan_yuan(award.award_fen) == "5"
    assert (cut.reason, in_wan_yuan(cut.cut_fen), cut.basis.article) == (
        "over_price_ceiling",
        "2",
        "指南 一、申报条件（二）",
    )


@pytest.mark.parametrize(("contract_on", "wan_yuan"), [(date(2023, 12, 31), "0"), (date(2024, 1, 1), "20")])
def test_contracts_count_from_the_first_of_january(dalian: Pack, contract_on: date, wan_yuan: str) -> None:
    award = award_for(dalian, "40", contract_on=contract_on)

    assert in_wan_yuan(award.award_fen) == wan_yuan


def test_changing_the_rate_in_a_copy_of_the_pack_changes_the_award(dalian: Pack, tmp_path: Path) -> None:
    shutil.copytree(PACKS / "national", tmp_path / "national")
    copy = Path(shutil.copytree(FOLDER, tmp_path / "dalian" / FOLDER.name))
    subsidy = copy / "subsidy.yaml"
    subsidy.write_text(subsidy.read_text(encoding="utf-8").replace('"0.50"', '"0.30"'), encoding="utf-8")

    changed = load_folder(copy)

    assert in_wan_yuan(award_for(changed, "40").award_fen) == "12"
    assert in_wan_yuan(award_for(dalian, "40").award_fen) == "20"
    assert changed.ref.sha256 != dalian.ref.sha256
    assert changed.ref.text == dalian.ref.text


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (datetime(2024, 12, 4, 23, 59, 59, tzinfo=ZONE), ["window_not_open"]),
        (datetime(2024, 12, 5, 0, 0, 0, tzinfo=ZONE), []),
        (datetime(2027, 1, 4, 9, 0, 0, tzinfo=ZONE), []),
    ],
)
def test_acceptance_begins_on_the_fifth_of_december(dalian: Pack, at: datetime, codes: list[str]) -> None:
    problems = stage_problems(dalian, "acceptance", {"project_enrolled"}, at, call=dalian.call("first"))

    assert [problem.code for problem in problems] == codes
    assert all(problem.article == "指南 四、（三）验收审核" for problem in problems)


def test_the_declaration_has_no_last_day(dalian: Pack) -> None:
    window = dalian.call("first").window("declaration")

    assert window is not None
    assert window.closes_at is None


def test_districts_have_three_working_days_at_declaration_and_filing_only(dalian: Pack) -> None:
    terms = {
        name: [step.working_days for step in dalian.route(name).steps]
        for name in ("declaration", "filing", "acceptance")
    }

    assert terms == {"declaration": [3, None], "filing": [3, None], "acceptance": [None, None]}


def test_the_basic_information_asks_what_the_manual_asks(dalian: Pack) -> None:
    basic = dalian.form("declaration").pages[0]

    titles = "企业名称 所属城市 统一社会信用代码 联系人 联系方式 注册地址 企业基本情况 企业性质 企业规模 规上/规下"
    titles += " 优质中小企业情况 所属行业 所属细分行业 主营产品"
    titles += " 上年度营业收入 上年度利润 上年度人均营业收入 已有数字化转型投入"
    assert [field.title for field in basic.fields] == titles.split()
    assert all(field.is_required for field in basic.fields)
    options = {field.key: tuple(field.fact.options.values()) for field in basic.fields if field.fact.options}
    assert options["nature"] == ("国有", "民营", "外资", "混合所有制", "其他")
    assert options["size_class"] == ("微型企业", "小型企业", "中型企业")
    assert options["scale"] == ("规模以上企业", "规模以下企业")
    assert options["quality_grade"] == ("无", "创新型中小企业", "专精特新中小企业", "专精特新“小巨人”企业")
    assert {field.key for field in basic.fields if field.unit == "wan_yuan"} == {
        "revenue",
        "profit",
        "revenue_per_head",
        "digital_investment",
    }


def test_phones_are_sealed(dalian: Pack) -> None:
    assert dalian.form("declaration").sealed_paths == ("basic.contact_phone",)
    assert dalian.form("undertaking").sealed_paths == ("enterprise.liaison_phone", "provider.liaison_phone")


def test_five_attachments_are_compulsory_and_pdf_only(dalian: Pack) -> None:
    slots = list(dalian.slots("declaration"))

    assert [slot.is_required for slot in slots] == [True] * 5
    assert {media_type for slot in slots for media_type in slot.media_types} == {"application/pdf"}
    assert [slot.code for slot in dalian.slots("declaration").stamped] == ["stamped_form"]


def test_the_commitment_letter_is_filled_in_and_printed_in_three_copies(dalian: Pack) -> None:
    letter = dalian.text("commitment_letter").filled(
        contract_number="HT-1", enterprise_name="甲公司", provider_name="乙公司"
    )

    assert "合同编号：HT-1" in letter
    assert "甲方（企业方）甲公司、乙方（服务提供方）乙公司" in letter
    assert "一式三份" in letter
    assert "{" not in letter


def test_thirteen_districts_are_seeded_and_those_without_a_legal_code_say_so(dalian: Pack) -> None:
    assert len(dalian.divisions) == 13
    assumed = {division.name for division in dalian.divisions if division.basis.assumed}
    assert assumed == {"高新区", "长兴岛经济区", "太平湾合作创新区"}


def test_rate_cap_and_level_are_those_of_the_guide(dalian: Pack) -> None:
    (tier,) = dalian.line("transformation").tiers

    assert tier.rate.periods[0].value == Decimal("0.50")
    assert tier.cap is not None
    assert tier.cap.periods[0].value == Money.wan_yuan("50")
    assert dalian.value_on("minimum_level", date(2024, 12, 5)) == 2
