"""A new pack version is tried on stored cases: who gains, who loses, and who is left out with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from policy.pack import Pack
from policy.packs import UnknownPack
from policy.refs import PackRef
from services.funding.domain.award import Award
from services.funding.domain.dry_run import DryRun, Effect, LeftOut, StoredAward
from services.funding.domain.dry_run_report import dry_run, sheets_of
from services.funding.domain.states import UNDONE
from services.funding.use_cases.call_off_tranche import call_off_tranche
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.builders_shared_caps import BONUS, with_a_shared_cap
from tests.desk_funding import Desk
from tests.unit.funding import test_staged_awards as staged

PROGRAMME = "dalian/sme-digital-2024"


def changed(pack: Pack, change: Callable[[dict[str, Any]], None]) -> Pack:
    """The pack with its first subsidy line changed."""
    line, *rest = (dict(each) for each in pack.compiled["subsidy"]["lines"])
    change(line)
    return build.with_changes(pack, {"subsidy.lines": [line, *rest]})


def at_rate(text: str, pack: Pack | None = None) -> Pack:
    def change(line: dict[str, Any]) -> None:
        tier = dict(line["tiers"][0])
        tier["rate"] = {**tier["rate"], "values": [{**tier["rate"]["values"][0], "value": text}]}
        line["tiers"] = [tier, *line["tiers"][1:]]

    return changed(pack or build.dalian(), change)


def case_of(desk: Desk, project_id: UUID, line: str = "transformation") -> list[StoredAward]:
    awards = desk.act(OFFICER, lambda uow: uow.awards.of_line(project_id, line))
    by_tranche = sorted(awards, key=lambda award: award.part.key)
    return [_as_stored(desk, award) for award in by_tranche]


def _as_stored(desk: Desk, award: Award) -> StoredAward:
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(award.id))
    return StoredAward(award=award, is_undone=tranche.state in UNDONE)


def an_accepted_case(yuan: int = 400_000, name: str = "甲", project: str = "1", desk: Desk | None = None) -> Any:
    desk, applicant = desk or Desk(), build.an_applicant(name)
    desk.accepted(applicant, project, yuan=yuan)
    return case_of(desk, build.a_project_id(applicant, project))


def tried(new: Pack, *cases: list[StoredAward], own: Pack | None = None) -> list[Effect | LeftOut]:
    own = own or build.dalian()
    run = DryRun(new, {own.ref: own, new.ref: new}.__getitem__)
    return [run.of(case) for case in cases]


def effect(found: Effect | LeftOut) -> Effect:
    assert isinstance(found, Effect), found
    return found


def left_out(found: Effect | LeftOut) -> LeftOut:
    assert isinstance(found, LeftOut), found
    return found


def test_the_same_rules_change_nothing() -> None:
    found = effect(tried(build.dalian(), an_accepted_case())[0])

    assert found.difference == Money(0)
    assert found.before == found.after
    assert not found.becomes_eligible
    assert not found.becomes_ineligible


def test_a_lower_rate_is_a_loss_that_every_source_shares() -> None:
    found = effect(tried(at_rate("0.40"), an_accepted_case())[0])

    assert found.difference == Money.wan_yuan("0") - Money.wan_yuan("4")
    assert {source: part.fen for source, part in found.differences.items()} == {
        "central": -2_000_000,
        "local": -2_000_000,
    }


def test_who_fails_a_new_condition_becomes_ineligible_and_loses_everything() -> None:
    late = changed(build.dalian(), lambda line: line.update(windows=[_window(until="2024-01-31")]))

    found = effect(tried(late, an_accepted_case())[0])

    assert found.becomes_ineligible
    assert (found.before.amount, found.after.amount) == (Money.wan_yuan("20"), Money(0))
    assert found.after.problems[0]["article"] == "指南 二、支持标准"


def test_who_failed_an_old_condition_becomes_eligible_without_it() -> None:
    late = changed(build.dalian(), lambda line: line.update(windows=[_window(until="2024-01-31")]))
    desk = Desk(late)
    case = an_accepted_case(desk=desk)

    found = effect(tried(build.dalian(), case, own=late)[0])

    assert found.becomes_eligible
    assert found.difference == Money.wan_yuan("20")


def test_two_projects_of_an_enterprise_together_stay_under_the_cap_that_both_gain_towards() -> None:
    desk = Desk()
    one = an_accepted_case(400_000, desk=desk)
    other = an_accepted_case(500_000, project="2", desk=desk)

    first, second = (effect(each) for each in tried(at_rate("0.90"), one, other))

    assert (first.after.amount, second.after.amount) == (Money.wan_yuan("36"), Money.wan_yuan("14"))


def test_a_new_cap_over_several_lines_holds_although_no_claim_speaks_of_it() -> None:
    own = with_a_shared_cap("100")
    desk = Desk(own)
    applicant = build.an_applicant()
    desk.accepted(applicant, yuan=400_000)
    project = build.a_project_id(applicant)
    cases = [case_of(desk, project), case_of(desk, project, BONUS)]
    stored = [[_without_caps(each) for each in case] for case in cases]

    transformation, bonus = (effect(each) for each in tried(with_a_shared_cap("20"), *stored, own=own))

    assert transformation.after.amount == Money.wan_yuan("20")
    assert (bonus.before.amount, bonus.after.amount) == (Money.wan_yuan("1"), Money(0))


def test_a_case_is_its_tranches_together() -> None:
    desk = Desk(staged.xiamen())
    desk.hear(build.an_organisation(staged.APPLICANT))
    desk.hear(build.an_account(staged.APPLICANT))
    staged.filed(desk, down_yuan=300_000)
    desk.compute(staged.accepted(level=3, yuan=1_000_000))
    half = changed(staged.xiamen(), _half_of_the_first_tranche)

    found = effect(tried(half, case_of(desk, staged.PROJECT), own=staged.xiamen())[0])

    assert (found.before.amount, found.difference) == (Money.wan_yuan("35"), Money(0))


def test_what_is_claimed_back_is_taken_off_by_source() -> None:
    desk = Desk(staged.xiamen())
    desk.hear(build.an_organisation(staged.APPLICANT))
    desk.hear(build.an_account(staged.APPLICANT))
    staged.filed(desk, down_yuan=200_000)
    desk.compute(staged.failed())

    found = effect(tried(staged.xiamen(), case_of(desk, staged.PROJECT), own=staged.xiamen())[0])

    assert found.before.amount == Money(0)
    assert sum(part.fen for part in found.before.shares.values()) == 0


def test_what_was_called_off_is_left_out() -> None:
    desk = Desk()
    tranche_id = desk.accepted()
    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche_id, reason="项目终止"))
    case = case_of(desk, build.a_project_id(build.an_applicant()))

    assert left_out(tried(build.dalian(), case)[0]).reason == "undone"


@pytest.mark.parametrize(
    ("change", "reason", "sentence"),
    [
        (lambda line: line.update(key="another"), "line_gone", "新版本没有补助事项 transformation"),
        (
            lambda line: line.update(scope="project"),
            "scope_changed",
            "新版本改变了限额的对象（enterprise → project），已存的累计金额不适用",
        ),
        (
            lambda line: line.update(windows=[_window(on="first_used_on", until="2024-12-31")]),
            "facts_missing",
            "新版本所依据的信息未随案件保存：first_used_on",
        ),
    ],
)
def test_a_case_of_which_nothing_can_be_said_is_named_with_the_reason(
    change: Callable[[dict[str, Any]], None], reason: str, sentence: str
) -> None:
    found = left_out(tried(changed(build.dalian(), change), an_accepted_case())[0])

    assert (found.reason, found.sentence) == (reason, sentence)
    assert found.case.applicant_name == build.an_applicant().name


def test_a_tranche_that_is_gone_leaves_out_its_case() -> None:
    desk = Desk(staged.xiamen())
    desk.hear(build.an_organisation(staged.APPLICANT))
    desk.hear(build.an_account(staged.APPLICANT))
    staged.filed(desk)
    at_once = changed(staged.xiamen(), lambda line: line.update(tranches=line["tranches"][1:]))

    found = left_out(tried(at_once, case_of(desk, staged.PROJECT), own=staged.xiamen())[0])

    assert (found.reason, found.facts) == ("tranche_gone", {"tranche": "first"})


def test_an_amount_that_its_own_version_does_not_give_is_not_blamed_on_the_new_one() -> None:
    case = [
        replace(each, award=replace(each.award, claim=_with_less_spend(each.award.claim)))
        for each in an_accepted_case()
    ]

    found = left_out(tried(at_rate("0.40"), case)[0])

    assert found.reason == "own_version_differs"
    assert "重算为 100000.00 元，与已存的 200000.00 元不符" in found.sentence


def test_a_version_that_is_not_on_the_shelf_is_named() -> None:
    def none(ref: PackRef) -> Pack:
        raise UnknownPack(pack=ref.text, sha256=ref.sha256)

    found = left_out(DryRun(build.dalian(), none).of(an_accepted_case()))

    assert (found.reason, found.facts["pack"]) == ("own_version_missing", build.dalian().ref.text)


def test_the_report_adds_up_and_loses_nobody() -> None:
    desk, names = Desk(), ("甲", "乙", "丙")
    cases = [an_accepted_case(100_000 * number, name, desk=desk) for number, name in enumerate(names, 1)]
    cases[0] = [replace(each, is_undone=True) for each in cases[0]]
    new, own = at_rate("0.60"), build.dalian()

    report = dry_run(new, DryRun(new, {own.ref: own}.__getitem__), cases, programme=PROGRAMME)

    assert (len(report.gains.cases), len(report.losses.cases), len(report.left_out)) == (2, 0, 1)
    assert report.difference == Money.wan_yuan("5") == report.gains.difference
    assert sum(part.fen for part in report.by_source.values()) == report.difference.fen
    assert [group.difference for group in report.by_line.values()] == [report.difference]
    wire = report.as_wire()
    assert (wire["cases"], wire["difference_fen"], wire["left_out"][0]["reason"]) == (3, 5_000_000, "undone")


def test_the_sheets_hold_every_case_and_add_up() -> None:
    desk = Desk()
    cases = [an_accepted_case(300_000, "甲", desk=desk), an_accepted_case(200_000, "乙", desk=desk)]
    new, own = at_rate("0.40"), build.dalian()
    report = dry_run(new, DryRun(new, {own.ref: own}.__getitem__), cases, programme=PROGRAMME)

    by_case, by_line, by_source, out = sheets_of(report)

    assert [line[2] for line in by_case.lines] == [build.an_applicant(name).name for name in ("甲", "乙")]
    totals = [by_case.totals["差额（元）"], by_line.totals["差额（元）"], by_source.totals["差额（元）"]]
    assert totals == [Money(-5_000_000)] * 3
    assert out.lines == ()


@given(yuan=st.lists(st.integers(1, 2_000_000), min_size=1, max_size=4), percent=st.integers(0, 100))
def test_shares_add_up_and_nobody_passes_the_cap_at_any_rate(yuan: list[int], percent: int) -> None:
    desk = Desk()
    cases = [an_accepted_case(each, project=str(number), desk=desk) for number, each in enumerate(yuan)]

    effects = [effect(each) for each in tried(at_rate(f"{percent / 100:.2f}"), *cases)]

    assert sum(each.after.amount.fen for each in effects) <= Money.wan_yuan("50").fen
    for each in effects:
        assert sum(part.fen for part in each.differences.values()) == each.difference.fen


def _window(*, until: str, on: str = "contract_on") -> dict[str, Any]:
    source = {"ref": "guide", "article": "二、支持标准"}
    return {"code": "in_time", "title": "期限", "on": on, "until": until, "source": source}


def _half_of_the_first_tranche(line: dict[str, Any]) -> None:
    first, *rest = line["tranches"]
    rate = first["rate"]
    values = [{**value, "value": "0.20"} for value in rate["values"]]
    line["tranches"] = [{**first, "rate": {**rate, "values": values}}, *rest]


def _without_caps(stored: StoredAward) -> StoredAward:
    claim = {name: member for name, member in stored.award.claim.items() if name != "awarded_by_cap_fen"}
    return replace(stored, award=replace(stored.award, claim=claim))


def _with_less_spend(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {**claim, "spend": [{**line, "amount_fen": line["amount_fen"] // 2} for line in claim["spend"]]}
