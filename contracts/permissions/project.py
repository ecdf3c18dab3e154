"""Who may call what of the project service."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from contracts.roles import Role

PERMISSIONS: Final[dict[str, Set[Role]]] = {}
