"""Files slot by slot, and the scan of the stamped form that must not be older than what was stamped."""

from __future__ import annotations

import pytest

from casework.attachments import attach, remove_attachment
from casework.dossier import Dossier, ItemKind
from casework.refusals import DossierIncomplete
from casework.seals import Seal, stale_pages
from casework.states import State
from contracts.refusal import Invalid, NotFound
from tests.unit.casework.builders import (
    LICENCE_SLOT,
    PAGES,
    SCAN_SLOT,
    a_draft,
    a_file,
    a_scan,
    an_item,
    returned,
    submitted,
)

SEAL = Seal(slot=SCAN_SLOT, pages=PAGES)
CHANGED = Seal(slot=SCAN_SLOT, pages={**PAGES, "needs": "another digest"})
LICENCE_ITEM = an_item(LICENCE_SLOT, ItemKind.ATTACHMENT)


def names_in(dossier: Dossier, slot: str) -> list[str]:
    return [each.name for each in dossier.attachments[slot]]


def test_a_slot_takes_several_files() -> None:
    assert names_in(attach(a_draft(), LICENCE_SLOT, a_file(2)), LICENCE_SLOT) == ["文件1.pdf", "文件2.pdf"]


def test_a_file_can_replace_another() -> None:
    dossier = attach(a_draft(), LICENCE_SLOT, a_file(2), replaces=[a_file(1).id])

    assert names_in(dossier, LICENCE_SLOT) == ["文件2.pdf"]


def test_a_file_that_is_not_in_the_slot_cannot_be_replaced_or_removed() -> None:
    with pytest.raises(NotFound):
        attach(a_draft(), LICENCE_SLOT, a_file(2), replaces=[a_file(3).id])
    with pytest.raises(NotFound):
        remove_attachment(a_draft(), LICENCE_SLOT, a_file(3).id)


def test_a_file_of_a_draft_can_be_removed() -> None:
    assert names_in(remove_attachment(a_draft(), LICENCE_SLOT, a_file(1).id), LICENCE_SLOT) == []


def test_a_new_stamped_scan_replaces_the_one_before() -> None:
    assert names_in(attach(a_draft(), SCAN_SLOT, a_scan(8)), SCAN_SLOT) == ["文件8.pdf"]


def test_after_a_return_a_slot_that_was_named_may_change() -> None:
    dossier = returned(LICENCE_ITEM)

    replaced = attach(dossier, LICENCE_SLOT, a_file(2), replaces=[a_file(1).id])

    assert names_in(replaced, LICENCE_SLOT) == ["文件2.pdf"]
    assert names_in(remove_attachment(dossier, LICENCE_SLOT, a_file(1).id), LICENCE_SLOT) == []


def test_after_a_return_any_other_slot_is_locked() -> None:
    dossier = returned(an_item("basic"))

    with pytest.raises(Invalid) as refused:
        attach(dossier, LICENCE_SLOT, a_file(2))
    with pytest.raises(Invalid):
        remove_attachment(dossier, LICENCE_SLOT, a_file(1).id)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("attachment_locked", "attachments.licence")
    ]


def test_a_field_and_a_slot_of_the_same_name_are_not_unlocked_by_each_other() -> None:
    with pytest.raises(Invalid):
        attach(returned(an_item(LICENCE_SLOT, ItemKind.FIELD)), LICENCE_SLOT, a_file(2))


def test_after_a_return_a_slot_that_a_corrected_answer_asks_for_can_be_filled() -> None:
    dossier = attach(returned(an_item("basic")), "proof", a_file(4), also_unlocked=["proof"])

    assert names_in(dossier, "proof") == ["文件4.pdf"]
    assert names_in(remove_attachment(dossier, "proof", a_file(4).id), "proof") == []


def test_a_slot_that_was_asked_for_once_is_not_open_for_ever() -> None:
    dossier = attach(returned(an_item("basic")), "proof", a_file(4), also_unlocked=["proof"])

    with pytest.raises(Invalid):
        attach(dossier, "proof", a_file(5))


def test_the_stamp_holds_while_what_was_stamped_stays_the_same() -> None:
    assert stale_pages(a_draft(), SEAL) == ()


def test_a_change_after_the_scan_makes_exactly_its_pages_stale() -> None:
    assert stale_pages(a_draft(), CHANGED) == ("needs",)


def test_a_page_that_was_added_or_is_no_longer_printed_is_stale_as_well() -> None:
    added = Seal(slot=SCAN_SLOT, pages={**PAGES, "annex": "digest"})
    dropped = Seal(slot=SCAN_SLOT, pages={"basic": PAGES["basic"]})

    assert stale_pages(a_draft(), added) == ("annex",)
    assert stale_pages(a_draft(), dropped) == ("needs",)


def test_a_scan_of_which_nobody_knows_what_it_shows_is_stale_as_a_whole() -> None:
    assert stale_pages(attach(a_draft(), "unknown", a_file(3)), Seal(slot="unknown", pages=PAGES)) == (
        "basic",
        "needs",
    )


def test_another_file_beside_the_scan_does_not_make_it_stale() -> None:
    assert stale_pages(attach(a_draft(), SCAN_SLOT, a_file(3)), SEAL) == ()


def test_a_missing_scan_is_missing_and_not_stale() -> None:
    assert stale_pages(a_draft(), Seal(slot="empty", pages=PAGES)) == ()


def test_a_dossier_with_a_stale_stamp_is_not_submitted_and_the_pages_are_named() -> None:
    with pytest.raises(DossierIncomplete) as refused:
        submitted(a_draft(), seal=CHANGED)

    (problem,) = refused.value.problems
    assert (problem.code, problem.field, problem.inputs) == (
        "stale_seal",
        "attachments.sealed_scan",
        {"pages": ["needs"]},
    )


def test_a_form_that_is_stamped_again_can_be_submitted_after_a_return_that_named_no_attachment() -> None:
    dossier = attach(returned(an_item("needs")), SCAN_SLOT, a_scan(8, CHANGED.pages))

    assert names_in(dossier, SCAN_SLOT) == ["文件8.pdf"]
    assert submitted(dossier, seal=CHANGED).state is State.IN_REVIEW


def test_the_scan_is_locked_after_a_return_while_what_is_stamped_has_not_changed() -> None:
    with pytest.raises(Invalid):
        attach(returned(an_item("needs")), SCAN_SLOT, a_scan(8))


def test_a_bad_second_scan_can_be_replaced_once_more() -> None:
    once = attach(returned(an_item("needs")), SCAN_SLOT, a_scan(8, CHANGED.pages))

    assert names_in(attach(once, SCAN_SLOT, a_scan(7, CHANGED.pages)), SCAN_SLOT) == ["文件7.pdf"]


def test_who_takes_a_correction_back_can_put_the_first_scan_back_too() -> None:
    once = attach(returned(an_item("needs")), SCAN_SLOT, a_scan(8, CHANGED.pages))

    restored = attach(once, SCAN_SLOT, a_scan(9))

    assert stale_pages(restored, SEAL) == ()
