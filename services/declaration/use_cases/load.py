"""The rules of declarations, each by the version of the pack that it is judged by."""

from __future__ import annotations

from collections.abc import Callable

from policy.packs import Packs
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.rulebook import Rulebook


def rules_of(packs: Packs) -> Callable[[Declaration], Rulebook]:
    """A function from a declaration to its rules."""
    return lambda declaration: Rulebook.of(packs.get(declaration.dossier.pack))
