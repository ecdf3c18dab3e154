"""The shape of a pack's word on recoveries (`recovery` in pack.yaml)."""

from __future__ import annotations

from policy.schema import Check, flag, shape
from policy.schema_values import dated
from policy.shapes_conditions import REQUIRED

RECOVERY: Check = shape(
    {}, {"budget": shape({"reenters": flag}, basis=REQUIRED), "interest": dated("/1"), "ban": dated("year")}
)
