"""The shape of a pack's word on honour without money (`honour` in pack.yaml)."""

from __future__ import annotations

from policy.schema import Check, key, shape, text
from policy.shapes_conditions import REQUIRED

HONOUR: Check = shape({"title": text, "gate": key}, basis=REQUIRED)
