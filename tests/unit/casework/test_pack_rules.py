"""Where casework meets a pack: its form, its slots and its routes, read the way a compiled pack is."""

from __future__ import annotations

from typing import Any

import pytest

from casework.attachments import attach
from casework.dossier import Dossier
from casework.drafting import save_answers, start
from casework.masks import masked, unmasked
from casework.pack_rules import correctable, filing_problems, seal_of, slots_asked_for, stamps_of
from casework.refusals import DossierIncomplete
from casework.states import State
from policy.attachments import Slots, read_slots
from policy.form_reader import read_form
from policy.routes import read_route
from tests.unit.casework.builders import (
    ASSESSOR,
    ENTERPRISE,
    MONDAY,
    PACK,
    RETURN,
    a_file,
    a_return,
    an_item,
    reviewed,
    submitted,
)

FORM = read_form(
    {
        "key": "declaration",
        "title": "试点企业申报书",
        "pages": [
            {
                "key": "basic",
                "title": "基础信息",
                "stamped": True,
                "fields": [
                    {"key": "name", "title": "企业名称", "type": "text", "max_length": 50},
                    {
                        "key": "phone",
                        "title": "联系电话",
                        "type": "text",
                        "max_length": 50,
                        "sealed": True,
                        "required": False,
                    },
                ],
            },
            {
                "key": "needs",
                "title": "需求",
                "stamped": True,
                "fields": [
                    {"key": "is_other", "title": "其他", "type": "flag"},
                    {
                        "key": "other_text",
                        "title": "其他需求",
                        "type": "text",
                        "max_length": 50,
                        "visible_when": {"field": "needs.is_other", "is_true": True},
                    },
                ],
            },
        ],
    },
    {},
)
ANY_PDF: dict[str, Any] = {
    "instructions": "",
    "media_types": ["application/pdf"],
    "max_files": 1,
    "max_bytes": 1_000_000,
    "assumed": "样例",
}
SLOTS = read_slots(
    "declaration",
    [
        {"code": "stamped_form", "title": "盖章扫描件", "stamps": "declaration", **ANY_PDF},
        {"code": "licence", "title": "营业执照", **ANY_PDF},
    ],
    {},
    {},
    {},
)
REVIEW = {"outcomes": ["approved", "returned", "rejected"], "assumed": "样例"}
ROUTE = read_route(
    "declaration",
    {
        "title": "试点企业审核",
        "assumed": "样例",
        "steps": [
            {
                "step": "preliminary_review",
                "title": "初审",
                "role": "district_reviewer",
                "division_level": "district",
                "working_days": 3,
                **REVIEW,
            },
            {
                "step": "recheck",
                "title": "复核",
                "role": "third_party_assessor",
                "division_level": "city",
                "working_days": None,
                **REVIEW,
            },
        ],
    },
    {},
)
SEALED = {"key_id": "2026", "box": "c2VhbGVk", "last4": "1234"}


def with_file(dossier: Dossier, slot: str, number: int, slots: Slots = SLOTS) -> Dossier:
    stamps = stamps_of(dossier, FORM, slots, slot)
    return attach(dossier, slot, a_file(number, stamps=stamps), also_unlocked=slots_asked_for(dossier, slots))


def a_complete_draft() -> Dossier:
    draft = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY)
    draft = save_answers(draft, "basic", {"name": "大连某轴承厂", "phone": SEALED})
    draft = save_answers(draft, "needs", {"is_other": False})
    return with_file(with_file(draft, "stamped_form", 1), "licence", 2)


def submitted_by_the_pack(dossier: Dossier) -> Dossier:
    return submitted(
        dossier,
        route=ROUTE,
        statement_version=None,
        problems=filing_problems(dossier, FORM, SLOTS),
        seal=seal_of(dossier, FORM, SLOTS),
    )


def test_a_complete_draft_is_submitted_by_its_pack() -> None:
    assert submitted_by_the_pack(a_complete_draft()).state is State.IN_REVIEW


def test_an_empty_draft_is_told_everything_that_form_and_slots_lack() -> None:
    empty = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY)

    with pytest.raises(DossierIncomplete) as refused:
        submitted_by_the_pack(empty)

    assert {(problem.code, problem.field) for problem in refused.value.problems} == {
        ("required", "answers.basic.name"),
        ("required", "answers.needs.is_other"),
        ("attachment_missing", "attachments.stamped_form"),
        ("attachment_missing", "attachments.licence"),
    }


def test_a_correction_of_what_is_stamped_asks_for_that_page_to_be_stamped_again() -> None:
    returned = reviewed(submitted_by_the_pack(a_complete_draft()), a_return(an_item("basic.name")), route=ROUTE)
    corrected = save_answers(returned, "basic", {"name": "大连某轴承有限公司", "phone": SEALED}, form=FORM)

    with pytest.raises(DossierIncomplete) as refused:
        submitted_by_the_pack(corrected)

    assert [problem.inputs for problem in refused.value.problems] == [{"pages": ["basic"]}]
    assert submitted_by_the_pack(with_file(corrected, "stamped_form", 3)).state is State.IN_REVIEW


def test_a_field_that_a_correction_makes_visible_can_be_answered_too() -> None:
    returned = reviewed(submitted_by_the_pack(a_complete_draft()), a_return(an_item("needs.is_other")), route=ROUTE)

    corrected = save_answers(returned, "needs", {"is_other": True, "other_text": "能耗"}, form=FORM)

    assert corrected.answers["needs"]["other_text"] == "能耗"


def test_a_route_of_a_pack_says_where_a_corrected_dossier_goes_on() -> None:
    at_recheck = reviewed(submitted_by_the_pack(a_complete_draft()), route=ROUTE)

    again = submitted_by_the_pack(reviewed(at_recheck, RETURN, by=ASSESSOR, route=ROUTE))

    assert again.step is not None
    assert again.step.index == ROUTE.index_after_return(1)


def test_a_correction_may_name_the_fields_and_the_slots_of_the_pack() -> None:
    assert correctable(FORM, SLOTS) == {
        "answers.basic.name",
        "answers.basic.phone",
        "answers.needs.is_other",
        "answers.needs.other_text",
        "attachments.stamped_form",
        "attachments.licence",
    }


def test_a_slot_that_stamps_nothing_keeps_no_digests_and_a_form_without_one_has_no_seal() -> None:
    licence_only = Slots("declaration", SLOTS.slots[1:])

    assert stamps_of(a_complete_draft(), FORM, SLOTS, "licence") == {}
    assert seal_of(a_complete_draft(), FORM, licence_only) is None


def test_only_slots_that_are_compulsory_and_empty_are_asked_for() -> None:
    draft = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY)

    assert slots_asked_for(with_file(draft, "licence", 2), SLOTS) == {"stamped_form"}
    assert slots_asked_for(attach(draft, "licence", a_file(2, size=0)), SLOTS) == {"stamped_form"}


def test_a_sealed_answer_is_shown_by_its_last_four_characters_wherever_it_stands() -> None:
    answers = {"basic": {"name": "甲", "phone": SEALED}, "people": {"rows": [{"phone": SEALED}]}}

    assert masked(answers) == {
        "basic": {"name": "甲", "phone": {"last4": "1234"}},
        "people": {"rows": [{"phone": {"last4": "1234"}}]},
    }


def test_what_comes_back_masked_is_the_sealed_value_again() -> None:
    kept = {"phone": SEALED, "rows": [{"phone": SEALED}], "name": "甲"}

    assert unmasked({**masked(kept), "name": "乙"}, kept) == {**kept, "name": "乙"}


def test_a_mask_of_another_value_is_not_filled_in() -> None:
    assert unmasked({"phone": {"last4": "9999"}}, {"phone": SEALED}) == {"phone": {"last4": "9999"}}
    assert unmasked({"rows": [{}, {"last4": "1234"}]}, {"rows": [SEALED]}) == {"rows": [{}, {"last4": "1234"}]}
    assert unmasked({"phone": {"last4": "1234"}}, None) == {"phone": {"last4": "1234"}}


def test_a_returned_page_is_saved_again_without_typing_the_phone_again() -> None:
    returned = reviewed(submitted_by_the_pack(a_complete_draft()), a_return(an_item("basic.name")), route=ROUTE)
    screen = {**masked(returned.answers["basic"]), "name": "乙"}

    saved = save_answers(returned, "basic", unmasked(screen, returned.answers["basic"]))

    assert saved.answers["basic"] == {"name": "乙", "phone": SEALED}
