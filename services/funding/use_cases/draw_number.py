"""Numbers by the format of a pack: of an award, an allocation plan, a payment."""

from __future__ import annotations

from datetime import date

from policy.pack import Pack
from services.funding.use_cases.ports import Numbers


def draw_number(numbers: Numbers, pack: Pack, kind: str, *, on: date, division: str | None = None) -> str:
    """The next one, as the pack prints it; no two things of a kind in a city have the same."""
    form = pack.number(kind)
    scope = f"{pack.programme_year}/{form.scope_of(on, division)}"
    return numbers.draw(kind, scope, lambda sequence: form.text(on=on, sequence=sequence, division=division))
