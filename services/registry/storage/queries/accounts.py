"""Reading accounts, sessions and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_, update

from chassis.db.transaction import Reading
from contracts.refusal import NotFound, NotSignedIn
from services.registry.domain.accounts import is_applicant
from services.registry.domain.sessions import SEEN_AGAIN_AFTER
from services.registry.domain.views import account_shown
from services.registry.storage.accounts import AccountRepository, SessionRepository
from services.registry.storage.queries.pages import identity, instant, limit_of, page, read_cursor
from services.registry.storage.tables.accounts import IS_STAFF, account, invitation, session
from services.registry.storage.tables.organisations import organisation

Shown = dict[str, Any]

_accounts, _sessions = AccountRepository.mapped, SessionRepository.mapped

_account_of_token = (
    select(
        session,
        account.c.login,
        account.c.roles,
        account.c.organisation_id,
        account.c.division,
        account.c.must_change_password,
        organisation.c.credit_code,
        organisation.c.division.label("organisation_division"),
    )
    .join(account, (account.c.city == session.c.city) & (account.c.id == session.c.account_id))
    .outerjoin(organisation, (organisation.c.city == account.c.city) & (organisation.c.id == account.c.organisation_id))
    .where(session.c.token_sha256 == bindparam("token_sha256"), account.c.is_disabled.is_(False))
)
_seen = (
    update(session)
    .where(session.c.id == bindparam("at_id"), session.c.ended_at.is_(None))
    .values(seen_at=bindparam("seen_at"))
    .returning(session.c.id)
)


def actor_of(reading: Reading, token_sha256: str, now: datetime) -> Shown:
    """For the gateway: the claims of the actor behind a token, and whether only the password may be changed.

    NotSignedIn for a token that is unknown, ended, over or idle, and for a disabled account. Once a minute
    it also writes that the session was seen, which is all that keeps it from going idle.
    """
    row = reading.first(_account_of_token, token_sha256=_digest(token_sha256))
    if row is None or not _sessions.of(row).is_open(now):
        raise NotSignedIn()
    if now - row.seen_at >= SEEN_AGAIN_AFTER:
        reading.read(_seen, at_id=row.id, seen_at=now)
    return {
        "actor": {
            "sub": str(row.account_id),
            "city": row.city,
            "roles": sorted(row.roles),
            "org": str(row.organisation_id) if row.organisation_id else None,
            "code": row.credit_code,
            "div": row.division or _applicants_division(row),
        },
        "must_change_password": row.must_change_password,
        "session_id": str(row.id),
        "expires_at": row.expires_at.isoformat(),
    }


def _applicants_division(row: Any) -> str | None:
    """Where the applicant belongs. Staff without a division serve the whole city, wherever their bureau stands."""
    return row.organisation_division if is_applicant(frozenset(row.roles)) else None


def _digest(token_sha256: str) -> bytes:
    try:
        return bytes.fromhex(token_sha256)
    except ValueError:
        raise NotSignedIn() from None


_by_id = select(account).where(account.c.id == bindparam("id"))


def own_account(reading: Reading, account_id: UUID) -> Shown:
    """The account of the person who asks."""
    row = reading.first(_by_id, id=account_id)
    if row is None:
        raise NotFound(kind="account")
    return account_shown(_accounts.of(row))


_sessions_of = (
    select(session)
    .where(session.c.account_id == bindparam("account_id"), session.c.ended_at.is_(None))
    .where(session.c.expires_at > bindparam("now"))
    .order_by(session.c.opened_at.desc(), session.c.id)
    .limit(100)
)


def own_sessions(reading: Reading, account_id: UUID, now: datetime) -> Shown:
    """The open sessions of the person who asks, newest first."""
    rows = reading.read(_sessions_of, account_id=account_id, now=now)
    return {"items": [_session_shown(row) for row in rows if _sessions.of(row).is_open(now)], "next": None}


def _session_shown(row: Any) -> Shown:
    return {
        "id": str(row.id),
        "version": row.version,
        "opened_at": row.opened_at.isoformat(),
        "seen_at": row.seen_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
    }


_members_of = (
    select(account)
    .where(account.c.organisation_id == bindparam("organisation_id"))
    .order_by(account.c.is_disabled, account.c.created_at, account.c.id)
    .limit(200)
)
_invited = (
    select(invitation)
    .where(invitation.c.organisation_id == bindparam("organisation_id"), invitation.c.used_at.is_(None))
    .where(invitation.c.expires_at > bindparam("now"))
    .order_by(invitation.c.invited_at.desc(), invitation.c.id)
    .limit(200)
)


def members(reading: Reading, organisation_id: UUID | None, now: datetime) -> Shown:
    """The people of an organisation, and who was invited and has not answered."""
    if organisation_id is None:
        raise NotFound(kind="organisation")
    rows = reading.read(_members_of, organisation_id=organisation_id)
    invited = reading.read(_invited, organisation_id=organisation_id, now=now)
    return {
        "items": [account_shown(_accounts.of(row)) for row in rows],
        "invitations": [_invitation_shown(row) for row in invited],
    }


def _invitation_shown(row: Any) -> Shown:
    return {
        "id": str(row.id),
        "version": row.version,
        "name": row.name,
        "invited_at": row.invited_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
    }


_found = (
    select(account)
    .where(bindparam("login").is_(None) | (account.c.login == bindparam("login")))
    .where(bindparam("organisation_id").is_(None) | (account.c.organisation_id == bindparam("organisation_id")))
    .order_by(account.c.created_at, account.c.id)
    .limit(200)
)
_staff = (
    select(account)
    .where(IS_STAFF)
    .where(bindparam("role").is_(None) | (bindparam("role") == func.any(account.c.roles)))
    .where(
        bindparam("after_at").is_(None)
        | (tuple_(account.c.created_at, account.c.id) > tuple_(bindparam("after_at"), bindparam("after_id")))
    )
    .order_by(account.c.created_at, account.c.id)
    .limit(bindparam("limit"))
)


def staff(reading: Reading, *, role: str | None, limit: int, after: str | None) -> Shown:
    """The accounts of staff for the administrator, oldest first."""
    after_at, after_id = read_cursor(after, (instant, identity))
    rows = reading.read(_staff, role=role, after_at=after_at, after_id=after_id, limit=limit_of(limit))
    return page(rows, limit, lambda row: account_shown(_accounts.of(row)), lambda row: (row.created_at, row.id))


def accounts_found(reading: Reading, *, login: str | None, organisation_id: UUID | None) -> Shown:
    """Accounts of anybody, by their login or their organisation."""
    rows = reading.read(_found, login=login, organisation_id=organisation_id)
    return {"items": [account_shown(_accounts.of(row)) for row in rows], "next": None}
