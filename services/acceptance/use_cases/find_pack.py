"""The pack that an assessment without a project is made under."""

from __future__ import annotations

from datetime import date

from casework.common_facts import NotKnownHere
from policy.packs import Pack, Packs
from policy.refs import PackRef
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def find_pack(uow: Unit, packs: Packs, programme_year: str, on: date) -> Pack:
    """The newest released version of a programme that is valid on the day; NotKnownHere where there is none."""
    refs = [PackRef.parse(each.pack, each.sha256) for each in uow.facts.packs()]
    known = [packs.get(ref) for ref in refs if ref.programme_year == programme_year]
    valid = [pack for pack in known if pack.is_valid_on(on)]
    if not valid:
        raise NotKnownHere(kind="pack")
    return max(valid, key=lambda pack: pack.ref.order)
