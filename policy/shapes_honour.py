"""The shape of a pack's word on honour without money (`honour` in pack.yaml)."""

from __future__ import annotations

from policy.schema import Check, key, list_of, shape, text
from policy.shapes_conditions import REQUIRED

HONOUR: Check = shape({"title": text, "gate": key}, {"gives_up": list_of(key, at_least=1, unique="")}, basis=REQUIRED)
