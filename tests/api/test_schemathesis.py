"""Cases that schemathesis makes up, right and wrong ones, sent by every role to every operation of the document."""

from __future__ import annotations

import time
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode

from console.invariants import all_findings
from contracts.permissions import PUBLIC, SIGNED_IN, permissions_of
from gateway.openapi import document
from gateway.routes import ALL_OPERATIONS
from tests.api.stage import ANONYMOUS, SETTING_SECONDS, Stage
from tests.api.walks.reading import address_of

pytestmark = pytest.mark.timeout(SETTING_SECONDS)

EXAMPLES = 9
"""Per operation, once right and once wrong: enough for every role to ask."""

NEWS_SECONDS = 30
"""A message between services is delivered again and again; none of them takes longer."""

PERMISSIONS = {operation.name: operation.permission for operation in ALL_OPERATIONS}
"""Whatever is none of a service is for anybody who signed in."""
NAMES = sorted(described["operationId"] for methods in document()["paths"].values() for described in methods.values())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_by_whomever_the_answer_is_documented(stage: Stage, name: str, mode: GenerationMode) -> None:
    operation = stage.examiner.operations[name]
    roles = cycle(stage.roles)

    @given(aimed(stage, operation, mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    def ask(case: schemathesis.Case) -> None:
        role = next(roles)
        if mode.is_positive and "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(uuid4())  # another act, however alike the cases are
        status = stage.examiner.ask(case, stage.roles[role].token).status_code
        assert status >= 400 or may(role, name), f"{role} may not {name}, and was answered {status}"

    ask()


def test_every_invariant_holds_once_all_news_has_arrived(stage: Stage) -> None:
    deadline = time.monotonic() + NEWS_SECONDS

    while (broken := broken_on(stage)) and time.monotonic() < deadline:
        time.sleep(0.5)

    assert broken == []


def test_no_log_holds_an_error(stage: Stage) -> None:
    logs = (stage.installation.data / "logs").glob("*.log")
    lines = [line for log in logs for line in log.read_text().splitlines()]
    found = [
        line for line in lines if '"level":"error"' in line or '"exception":' in line or line.startswith("Traceback")
    ]

    assert found == []


def broken_on(stage: Stage) -> list[dict[str, Any]]:
    """The invariants of the platform that do not hold now."""
    return [found.as_json() for found in all_findings(stage.installation.settings) if not found.holds]


def may(role: str, name: str) -> bool:
    """Whether somebody in the role may ask for it at all."""
    permission = PERMISSIONS.get(name, SIGNED_IN)
    if permission == PUBLIC:
        return True
    return role != ANONYMOUS and (permission == SIGNED_IN or permission in permissions_of(role))


def aimed(
    stage: Stage, operation: schemathesis.APIOperation, mode: GenerationMode
) -> SearchStrategy[schemathesis.Case]:
    """At what the walks made known (one's own session is not); wrong cases also at addresses that are made up."""
    has_content = bool(operation.query or operation.body)
    there = operation.as_strategy(generation_mode=mode, path_parameters=address_of(stage, operation))
    if mode.is_positive:
        return there
    anywhere = operation.as_strategy(generation_mode=mode)
    return there | anywhere if has_content else anywhere
