"""The two loan whitelists, as lists and as sheets for the bank side, and the referrals (XB23)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, cast, select, tuple_

from casework.common_facts import CommonFacts, known_organisation
from casework.cursors import page, page_size, position
from chassis.db.transaction import Reading, Row
from contracts.actor import Actor
from policy.loans import loans_of
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.loans import ListingState, listing_view, referral_view
from services.funding.domain.sheets import MOST_ROWS, Sheet
from services.funding.storage.loans import LISTING, REFERRAL
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.tables import known_pilots, loan_listings, loan_referrals

Shown = dict[str, Any]

_of_enterprise = known_pilots.join(
    known_organisation,
    (known_organisation.c.city == known_pilots.c.city) & (known_organisation.c.id == known_pilots.c.applicant_id),
)
_code, _case = known_organisation.c.credit_code, known_pilots.c.case_id
_after = tuple_(cast(bindparam("after_code"), Text), cast(bindparam("after_id"), Uuid))
_enterprises = (
    select(
        _case.label("id"),
        known_pilots.c.pack,
        known_organisation.c.id.label("enterprise_id"),
        _code,
        known_organisation.c.name,
        known_organisation.c.division,
    )
    .select_from(_of_enterprise)
    .where(known_pilots.c.is_listed, known_pilots.c.pack == any_(cast(bindparam("packs"), ARRAY(Text))))
    .where(cast(bindparam("after_code"), Text).is_(None) | (tuple_(_code, _case) > _after))
    .order_by(_code, _case)
    .limit(bindparam("limit"))
)
_listed = select(loan_listings).where(
    equal_or_any(loan_listings.c.state, "state"), equal_or_any(loan_listings.c.applicant_id, "applicant_id", Uuid)
)
_listings = newest_first(_listed, loan_listings.c.applied_at, loan_listings.c.id)
_projects = (
    select(loan_listings)
    .join(known_pilots, (known_pilots.c.city == loan_listings.c.city) & (_case == loan_listings.c.case_id))
    .where(loan_listings.c.state == ListingState.LISTED.value, known_pilots.c.is_listed)
    .order_by(loan_listings.c.applied_at, loan_listings.c.id)
    .limit(bindparam("limit"))
)
_referrals = newest_first(
    select(loan_referrals).where(
        equal_or_any(loan_referrals.c.state, "state"),
        equal_or_any(loan_referrals.c.enterprise_id, "enterprise_id", Uuid),
    ),
    loan_referrals.c.referred_at,
    loan_referrals.c.id,
)


def list_loan_enterprises(reading: Reading, packs: Packs, *, limit: int, after: str | None) -> Shown:
    """Everybody who is a pilot enterprise now, under a pack that has the list; by credit code."""
    after_code, after_id = position(after, str) or (None, None)
    size = page_size(limit)
    rows = _enterprise_rows(reading, packs, after_code=after_code, after_id=after_id, limit=size + 1)
    return page(rows, [_enterprise(row) for row in rows], limit=size, by="credit_code")


def list_loan_projects(reading: Reading, actor: Actor, *, state: str | None, limit: int, after: str | None) -> Shown:
    """Applications and what is listed, newest first; an enterprise sees its own."""
    own = None if actor.may("funding.read_city") else actor.organisation_id
    return read_page(
        reading,
        _listings,
        lambda row: listing_view(LISTING.of(row)),
        limit=limit,
        after=after,
        by="applied_at",
        state=state,
        applicant_id=own,
    )


def list_loan_referrals(
    reading: Reading, actor: Actor, *, state: str | None, enterprise_id: UUID | None, limit: int, after: str | None
) -> Shown:
    """Newest first; an enterprise sees its own."""
    whose = enterprise_id if actor.may("funding.read_city") else actor.organisation_id
    return read_page(
        reading,
        _referrals,
        lambda row: referral_view(REFERRAL.of(row)),
        limit=limit,
        after=after,
        by="referred_at",
        state=state,
        enterprise_id=whose,
    )


def sheet_of_enterprises(reading: Reading, packs: Packs) -> Sheet:
    """The enterprise list for the bank side. SheetTooLarge for too many."""
    rows = _enterprise_rows(reading, packs, after_code=None, after_id=None, limit=MOST_ROWS + 1)
    return Sheet(
        name="技术创新基金企业白名单.xlsx",
        title="企业白名单",
        columns=("序号", "企业名称", "统一社会信用代码", "区划代码"),
        amounts=frozenset(),
        lines=tuple((str(number), row.name, row.credit_code, row.division) for number, row in enumerate(rows, 1)),
    )


def sheet_of_projects(reading: Reading) -> Sheet:
    """The project list for the bank side: what is listed, of who is a pilot enterprise now."""
    found = [LISTING.of(row) for row in reading.read(_projects, limit=MOST_ROWS + 1)]
    return Sheet(
        name="技术创新基金项目白名单.xlsx",
        title="项目白名单",
        columns=("序号", "企业名称", "统一社会信用代码", "区划代码", "用途", "贷款需求（元）"),
        amounts=frozenset({"贷款需求（元）"}),
        lines=tuple(
            (
                str(number),
                each.applicant.name,
                each.applicant.credit_code,
                each.division,
                each.purpose,
                each.amount,
            )
            for number, each in enumerate(found, 1)
        ),
    )


def _enterprise_rows(reading: Reading, packs: Packs, **where: Any) -> list[Row]:
    released = CommonFacts(reading).packs()
    offering = [each.pack for each in released if loans_of(packs.get(PackRef.parse(each.pack, each.sha256)))]
    return list(reading.read(_enterprises, packs=offering, **where))


def _enterprise(row: Row) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "credit_code": row.credit_code,
        "name": row.name,
        "division": row.division,
        "programme_year": PackRef.parse(row.pack, "").programme_year,
    }
