"""Printing and checking on real rows: who may print, and where a code is found."""

from __future__ import annotations

import pytest

from casework.print_codes import PrintCode
from contracts.refusal import NotFound
from services.declaration.storage.read_prints import check_print, print_of
from tests.builders_declaration import ENTERPRISE, OFFICER, SEALER, STRANGER
from tests.storage.declaration.conftest import RealDesk


def code_of(desk: RealDesk, declaration_id: str) -> str:
    code: str = print_of(desk.reading, desk.packs, SEALER, ENTERPRISE, desk.stored(declaration_id).id)["code"]
    return code


def test_a_print_is_for_who_may_read_the_declaration(desk: RealDesk) -> None:
    draft = desk.stored(desk.a_complete_draft()).id

    assert print_of(desk.reading, desk.packs, SEALER, ENTERPRISE, draft)["code"]
    for other in (STRANGER, OFFICER):
        with pytest.raises(NotFound):
            print_of(desk.reading, desk.packs, SEALER, other, draft)


def test_a_code_is_found_in_its_city_only(desk: RealDesk) -> None:
    code = code_of(desk, desk.a_submitted())

    assert check_print(desk.reading, desk.packs, SEALER, code)["status"] == "current"
    with pytest.raises(NotFound):
        check_print(desk.units.reading("xiamen"), desk.packs, SEALER, code)


def test_a_code_whose_mark_is_wrong_is_told_as_one_of_nothing(desk: RealDesk) -> None:
    read = PrintCode.read(code_of(desk, desk.a_submitted()))
    assert read is not None
    forged = str(PrintCode(read.beginning, bytes(10)))

    told = []
    for code in (forged, "0000-0000-0000-0000-0000-0000", "no code"):
        with pytest.raises(NotFound) as refused:
            check_print(desk.reading, desk.packs, SEALER, code)
        told.append(refused.value.facts)

    assert told == [{"kind": "print"}] * 3
