"""Instruments (XB12): bank transfer, digital RMB, voucher, as the subsidy line offers; a batch goes by one of them."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

import pytest

from contracts.refusal import Invalid, NotFound
from policy.pack import Pack
from services.funding.adapters.batch_files import batch_file
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.domain.refusals import MixedBatch, PayeeNameDiffers, PayeeUnknown
from tests import builders_funding as build
from tests.builders_funding import OFFICER, SEALER, STRANGER
from tests.desk_funding import Desk
from tests.desk_funding_back import choose

NAME = build.an_applicant().name
WALLET = {"holder_name": NAME, "institution": "中国银行大连市分行", "wallet_id": "0022000012345678"}
open_number = partial(SEALER.open, purpose=NUMBER_PURPOSE)


def a_pack_with(*instruments: str) -> Pack:
    lines = [dict(line) for line in build.dalian().compiled["subsidy"]["lines"]]
    lines[0]["payee"] = {**lines[0]["payee"], "instruments": list(instruments)}
    return build.with_changes(build.dalian(), {"subsidy.lines": lines})


def a_desk(*instruments: str, names: str = "甲") -> tuple[Desk, list[Any]]:
    desk = Desk(a_pack_with(*instruments))
    desk.budget()
    ref = desk.pack.ref
    ids = []
    for name in names:
        acceptance = build.an_acceptance(build.an_applicant(name), pack=ref.text, pack_sha256=ref.sha256)
        desk.accept(acceptance)
        ids.append(desk.tranche_of(acceptance.project_id))
    return desk, ids


def test_without_a_choice_the_first_instrument_of_the_line_is_the_one() -> None:
    desk, ids = a_desk("bank_transfer", "digital_rmb")
    desk.released(*ids)

    batch = desk.instruct(*ids)

    assert (batch["instrument"], batch["instructions"][0]["payee"]["instrument"]) == ("bank_transfer",) * 2


def test_a_wallet_is_sealed_snapshotted_and_opened_only_in_the_file() -> None:
    desk, ids = a_desk("bank_transfer", "digital_rmb")
    shown = choose(desk, ids[0], "digital_rmb", **WALLET)
    desk.released(*ids)

    batch = desk.instruct(*ids)
    file = batch_file(desk.uow.batches.get(batch["id"]), ExportFormat.CSV, open_number)

    assert (shown["last4"], "0022000012345678" in str(shown) + str(batch)) == ("5678", False)
    assert batch["instrument"] == "digital_rmb"
    heading, line, _ = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert heading[1:4] == ["钱包名称", "钱包编号", "运营机构"]
    assert line[1:4] == [NAME, "0022000012345678", "中国银行大连市分行"]


def test_a_voucher_needs_no_account() -> None:
    desk, ids = a_desk("voucher")
    desk.released(*ids)

    batch = desk.instruct(*ids)
    file = batch_file(desk.uow.batches.get(batch["id"]), ExportFormat.JSON, open_number)

    payee = batch["instructions"][0]["payee"]
    assert (payee["account_name"], payee["last4"], batch["instrument"]) == (NAME, "", "voucher")
    assert b'"account_number": ""' in file.content


def test_a_batch_goes_by_one_instrument() -> None:
    desk, ids = a_desk("bank_transfer", "digital_rmb", names="甲乙")
    choose(desk, ids[0], "digital_rmb", **WALLET)
    desk.released(*ids)

    with pytest.raises(MixedBatch) as refused:
        desk.instruct(*ids)
    batches = [desk.instruct(each) for each in ids]

    assert refused.value.facts["found"] == ["bank_transfer", "digital_rmb"]
    assert [each["instrument"] for each in batches] == ["digital_rmb", "bank_transfer"]


def test_what_was_approved_keeps_its_payee_whatever_is_chosen_later() -> None:
    desk, ids = a_desk("bank_transfer", "digital_rmb")
    desk.released(*ids)
    choose(desk, ids[0], "digital_rmb", **WALLET)

    assert desk.instruct(*ids)["instrument"] == "bank_transfer"


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ({"instrument": "cash"}, [("not_an_option", "instrument")]),
        ({"instrument": "voucher"}, [("not_an_option", "instrument")]),
        (
            {"instrument": "digital_rmb"},
            [("required", "holder_name"), ("required", "institution"), ("required", "wallet_id")],
        ),
        ({"instrument": "digital_rmb", **WALLET, "wallet_id": "12-34"}, [("malformed", "wallet_id")]),
        (
            {"instrument": "bank_transfer", **WALLET},
            [(code, name) for code, name in zip(["only_with_a_wallet"] * 3, WALLET, strict=True)],
        ),
    ],
)
def test_a_wrong_choice_names_every_field(asked: dict[str, str], problems: list[tuple[str, str]]) -> None:
    desk, ids = a_desk("bank_transfer", "digital_rmb")

    with pytest.raises(Invalid) as refused:
        choose(desk, ids[0], **asked)

    assert [(each.code, each.field) for each in refused.value.problems] == problems


def test_an_option_that_is_not_offered_is_refused_with_those_that_are() -> None:
    desk, ids = a_desk("bank_transfer", "voucher")

    with pytest.raises(Invalid) as refused:
        choose(desk, ids[0], "digital_rmb", **WALLET)

    assert refused.value.problems[0].inputs["options"] == ["bank_transfer", "voucher"]


def test_the_enterprise_chooses_for_itself_and_a_stranger_for_nobody() -> None:
    desk, ids = a_desk("bank_transfer", "voucher")

    own = choose(desk, ids[0], "voucher", by=build.enterprise(build.an_applicant()))
    again = choose(desk, ids[0], "bank_transfer", by=OFFICER)

    assert (own["version"], again["version"], again["instrument"]) == (1, 2, "bank_transfer")
    with pytest.raises(NotFound):
        choose(desk, ids[0], "voucher", by=STRANGER)


def test_a_wallet_in_another_name_or_none_at_all_stops_the_approval() -> None:
    desk, ids = a_desk("digital_rmb")
    desk.recommend(*ids)
    plan = desk.draw_up(*ids)
    with pytest.raises(PayeeUnknown):
        desk.decide(plan["id"])

    choose(desk, ids[0], "digital_rmb", **{**WALLET, "holder_name": "某自然人"})
    with pytest.raises(PayeeNameDiffers):
        desk.decide(plan["id"])


def test_a_digest_that_was_handed_out_before_there_were_instruments_is_still_the_same() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    batch = desk.uow.batches.get(desk.instruct(tranche_id)["id"])
    netted = type(batch)(**{**vars(batch), "instrument": "voucher"})

    assert netted.digest == batch.digest, "what a batch goes by is told by its payees"
