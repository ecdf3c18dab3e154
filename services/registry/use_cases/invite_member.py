"""The owner of an organisation's account asks somebody to work with it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from contracts.actor import Actor
from services.registry.domain.accounts import EMAIL
from services.registry.domain.contact import read_email, read_person
from services.registry.domain.letters import invitation_letter
from services.registry.domain.mail import write
from services.registry.domain.sessions import sha256
from services.registry.domain.tokens import INVITATION_LASTS, Invitation
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Secrets, Work


def invite_member(uow: Work, secrets: Secrets, actor: Actor, *, name: str, email: str, now: datetime) -> Shown:
    """A token goes to the address, and works for a week. OwnerOnly for anybody but the owner."""
    organisation_id = uow.accounts.get(actor.account_id).owned()
    organisation = uow.organisations.get(organisation_id)
    name, address = read_person(name, field="name"), read_email(email)
    token = secrets.new_token()
    invitation = Invitation(
        id=uuid4(),
        city=uow.city,
        version=1,
        organisation_id=organisation_id,
        name=name,
        email=secrets.sealer.seal(address, purpose=EMAIL),
        token_sha256=sha256(token),
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    letter = invitation_letter(name=name, organisation=organisation.name, token=token, expires_at=invitation.expires_at)
    uow.invitations.add(invitation)
    uow.mails.add(
        write(id=uuid4(), city=uow.city, recipient=invitation.email, letter=letter, sealer=secrets.sealer, now=now)
    )
    uow.audit.record(actor, "invite_member", invitation, organisation_id=organisation_id)
    return {
        "id": str(invitation.id),
        "version": invitation.version,
        "name": invitation.name,
        "invited_at": invitation.invited_at.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
    }
