"""Which role may call what. A role's name stands here and in packs, never in a use case.

One module per service: `PERMISSIONS: dict[Permission, frozenset[Role]]`, permissions named
`<service>.<verb_noun>`. What a step of a route needs beyond that, the pack says.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from contracts.permissions import acceptance, declaration, funding, oversight, project, registry
from contracts.roles import Role

Permission = str

PUBLIC: Final = "public"
"""No actor is needed: public lists, registration, login."""

SIGNED_IN: Final = "signed_in"
"""Any actor of the city."""

PERMISSIONS: Final[dict[Permission, frozenset[Role]]] = {
    permission: frozenset(roles)
    for module in (registry, declaration, project, acceptance, funding, oversight)
    for permission, roles in module.PERMISSIONS.items()
}


@cache
def permissions_of(role: str) -> frozenset[Permission]:
    """The permissions of a role; none for an unknown one."""
    return frozenset(permission for permission, roles in PERMISSIONS.items() if role in roles)
