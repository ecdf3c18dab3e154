"""Which ways of signing in a city offers, as its pack says: what the registry is seeded with.

    login: {methods: [password, sms_code], source: {ref: manual, article: 二、登录}}

A pack that does not speak of it offers passwords only. Staff sign in by password whatever stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from policy.refs import Basis
from policy.schema import Check, list_of, one_of, shape
from policy.shapes_conditions import REQUIRED

METHODS: Final = ("password", "sms_code")

LOGIN: Check = shape({"methods": list_of(one_of(*METHODS), at_least=1, unique="")}, basis=REQUIRED)


class Compiled(Protocol):
    """A pack (`policy.pack.Pack`)."""

    @property
    def compiled(self) -> Mapping[str, Any]: ...
    @property
    def sources(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class LoginRule:
    """The methods in the pack's order, and the article that they rest on."""

    methods: tuple[str, ...]
    basis: Basis


def login_of(pack: Compiled) -> LoginRule | None:
    """What the pack says; None where it says nothing."""
    spec = pack.compiled["pack"].get("login")
    return None if spec is None else LoginRule(tuple(spec["methods"]), Basis.read(spec, pack.sources))
