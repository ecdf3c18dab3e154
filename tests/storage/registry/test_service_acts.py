"""The registry as a running service on the embedded bus: what applicants and officers do."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import eventlet
import pytest

from contracts.events.declaration import Applicant
from contracts.events.project import ProjectStageApproved
from contracts.refusal import Refusal
from gateway.schemas.base import page_of
from gateway.schemas.registry import enrolments, lists, organisations, pool, products
from gateway.schemas.registry import messages as message_schemas
from tests.builders_pool import ANSWERS, pool_pack
from tests.builders_registry import CITY, NOON, ZHONGSHAN_DISTRICT, a_code
from tests.storage.registry.running import OFFICER, Caller, an_applicant


def test_a_provider_enters_the_pool_and_its_product_the_catalogue(call: Caller) -> None:
    provider = an_applicant(call, "provider", a_code(1), "大连示例软件有限公司")
    stored = call.blobs.receive(CITY, [b"%PDF-1.7 material"], limit=1000)
    file = {"sha256": stored.sha256, "size": 1, "media_type": "application/pdf", "name": "材料.pdf"}

    (rules,) = call("list_provider_kinds", answer=page_of(enrolments.ProviderRulesSchema))["items"]
    draft = call("start_enrolment", provider, answer=enrolments.Enrolment, kind="sector")
    which = {"enrolment_id": draft["id"]}
    answers = {**draft["answers"]["basic"], **ANSWERS}
    call("save_enrolment_answers", provider, answer=enrolments.Enrolment, **which, page="basic", answers=answers)
    call("attach_to_enrolment", provider, answer=enrolments.Enrolment, **which, slot="provider_licence", file=file)
    call("submit_enrolment", provider, answer=enrolments.Enrolment, **which)
    (waiting,) = call("list_waiting_enrolments", OFFICER, answer=enrolments.EnrolmentSummaryPage)["items"]
    call("review_enrolment", OFFICER, answer=enrolments.Enrolment, **which, verdict="approved", opinion="同意")
    product = call(
        "propose_product",
        provider,
        answer=products.ProductSchema,
        category="N",
        title="轻量级 MES",
        unit="套",
        proposed_price_fen=12_000_000,
        scenarios=["production_control"],
    )
    call(
        "list_product",
        OFFICER,
        answer=products.ProductSchema,
        product_id=product["id"],
        ceiling_fen=10_000_000,
        opinion="同意",
    )

    entry = call("own_pool_entry", provider, answer=pool.ListedPoolEntrySchema)
    (shown,) = call("list_products", answer=page_of(products.CatalogueProductSchema))["items"]
    (listed,) = call("list_providers", answer=page_of(pool.ProviderSchema))["items"]
    assert [kind["code"] for kind in rules["kinds"]] == ["lead_integrator", "sector", "diagnostic", "recommended"]
    assert (waiting["id"], waiting["waits_for"]) == (draft["id"], "city_officer")
    assert (entry["state"], entry["kinds"]) == ("enrolled", ["sector"])
    assert (shown["ceiling_fen"], shown["provider_name"]) == (10_000_000, "大连示例软件有限公司")
    assert listed["id"] == str(provider.organisation_id)


def test_an_account_for_payment_is_confirmed_by_the_approved_contract_and_people_are_told(call: Caller) -> None:
    name = "示例（大连）电子有限公司"
    enterprise = an_applicant(call, "enterprise", a_code(2), name)
    bank = {"bank_name": "中国工商银行大连分行", "branch_code": "102222000001", "number": "3400201009000123456"}
    with pytest.raises(Refusal) as refusal:
        call("register_payee_account", enterprise, account_name="示例(大连)电子有限公司", **bank)
    payee = call("register_payee_account", enterprise, answer=pool.PayeeAccountSchema, account_name=name, **bank)
    applicant = Applicant(
        kind="enterprise", id=enterprise.organisation_id, credit_code=enterprise.credit_code, name=name
    )
    approved = ProjectStageApproved(
        city=CITY,
        aggregate_id=uuid4(),
        sequence=4,
        at=NOON,
        actor=uuid4(),
        case_id=uuid4(),
        applicant=applicant,
        division=ZHONGSHAN_DISTRICT,
        pack=pool_pack().ref.text,
        pack_sha256=pool_pack().ref.sha256,
        title="数字化改造",
        state="enrolled",
        stage="filing",
        yields=("contract",),
        payee_account_id=UUID(payee["id"]),
    )

    call.publish(approved)
    with eventlet.Timeout(20):
        while not call("count_unread_messages", enterprise, answer=message_schemas.UnreadCountSchema)["unread"]:
            eventlet.sleep(0.05)

    messages = call("list_messages", enterprise, answer=page_of(message_schemas.MessageSchema))["items"]
    (settled,) = call("own_payee_accounts", enterprise, answer=page_of(pool.PayeeAccountSchema))["items"]
    history = call(
        "own_history", enterprise, answer=page_of(lists.RegistryHistoryEntrySchema), aggregate_id=payee["id"]
    )
    assert [problem.code for problem in refusal.value.problems] == ["account_name_width_differs"]
    assert {(message["kind"], message["case_id"]) for message in messages} == {
        ("project_stage_approved", str(approved.case_id)),
        ("payee_account_confirmed", None),
    }
    assert "您的项目材料已通过审核（试点项目立项）" in {message["text_zh"] for message in messages}
    assert (settled["state"], settled["version"], settled["number_last_four"]) == ("confirmed", 2, "3456")
    assert [item["action"] for item in history["items"]] == ["register_payee_account", "confirm_payee_account"]


def test_a_list_is_imported_from_an_uploaded_file(call: Caller) -> None:
    enterprise = an_applicant(call, "enterprise", a_code(3), "大连第三电子有限公司")
    text = f"企业名称,统一社会信用代码\n大连第三电子有限公司,{a_code(3)}\n错误,91210200MA626E53AX\n"
    stored = call.blobs.receive(CITY, [text.encode("gbk")], limit=10_000)

    answer = call(
        "import_exclusion_list",
        OFFICER,
        answer=lists.ImportedListSchema,
        list_code="dishonest",
        edition_on="2026-11-01",
        file={"sha256": stored.sha256, "size": 1, "media_type": "text/csv", "name": "失信名单.csv"},
    )

    assert (answer["rows"], answer["entries"], answer["changed"]) == (2, 1, 1)
    assert answer["row_problems"][0]["row"] == 3
    assert call("own_organisation", enterprise)["exclusion_lists"] == ["dishonest"]
    call("list_exclusion_lists", OFFICER, answer=page_of(lists.ExclusionListSchema))
    entries = call("list_exclusion_entries", OFFICER, answer=page_of(lists.ExclusionEntrySchema), list_code="dishonest")
    assert entries["items"] == [{"credit_code": a_code(3), "name": "大连第三电子有限公司"}]


def test_a_requested_change_is_listed_decided_and_told_in_full(call: Caller) -> None:
    enterprise = an_applicant(call, "enterprise", a_code(4), "大连第四电子有限公司")

    change = call(
        "request_name_change",
        enterprise,
        answer=organisations.ChangeRequestSchema,
        name="大连新四电子有限公司",
        reason="更名",
    )
    waiting = call(
        "list_change_requests",
        OFFICER,
        answer=page_of(organisations.ListedChangeRequestSchema),
        state="requested",
    )
    call(
        "decide_change",
        OFFICER,
        answer=organisations.ChangeRequestSchema,
        request_id=change["id"],
        is_approved=True,
        opinion="同意",
    )

    assert [item["organisation_name"] for item in waiting["items"]] == ["大连第四电子有限公司"]
    shown = call(
        "get_organisation",
        OFFICER,
        answer=organisations.OrganisationSchema,
        organisation_id=str(enterprise.organisation_id),
    )
    found = call(
        "list_organisations", OFFICER, answer=page_of(organisations.OrganisationSummarySchema), name="大连新四"
    )
    assert (shown["name"], shown["former_names"][0]["name"]) == ("大连新四电子有限公司", "大连第四电子有限公司")
    assert [item["id"] for item in found["items"]] == [str(enterprise.organisation_id)]


def test_channels_are_chosen_per_kind_and_by_the_owner_for_the_others(call: Caller) -> None:
    owner = an_applicant(call, "enterprise", a_code(61), "大连通知电子有限公司")
    colleague = replace(owner, account_id=uuid4())

    call("choose_channels", owner, answer=message_schemas.ChosenChannelsSchema, topic="tranche_paid", by_mail=False)
    call("choose_organisation_channels", owner, answer=message_schemas.ChosenChannelsSchema, topic="money", by_sms=True)
    call("mark_all_messages_read", owner, answer=message_schemas.ReadMarkSchema)

    page = page_of(message_schemas.MessagePreferenceSchema)
    mine, theirs, default = (
        {item["kind"]: (item["by_mail"], item["by_sms"]) for item in answered["items"]}
        for answered in (
            call("list_message_preferences", owner, answer=page),
            call("list_message_preferences", colleague, answer=page),
            call("list_organisation_preferences", colleague, answer=page),
        )
    )
    assert mine["tranche_paid"] == (False, True)
    assert theirs["tranche_paid"] == default["tranche_paid"] == (True, True)
    assert default["pilot_listed"] == (True, False)
