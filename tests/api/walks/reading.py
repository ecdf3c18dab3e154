"""Every read of the document, as every role, at the addresses that the walks found."""

from __future__ import annotations

import re

import schemathesis

from tests.api.examiner import name_of
from tests.api.stage import Stage

_PLACE = re.compile(r"{(\w+)}")
QUERIES = {
    "list_payee_accounts": {"organisation_id": "organisation_id"},
    "get_award_trial_calculation": {"pack": "pack"},
    "list_budget_queue": {name: name for name in ("programme_year", "fund_category")},
    "get_national_file": {name: name for name in ("happened_from", "happened_until")},
    "list_fund_trace_entries": {name: name for name in ("fund_source", "fund_year", "category", "figure")},
}
"""Reads whose query has something that is required: its name -> as what the stage knows it."""


def read_everything(stage: Stage) -> None:
    """What a role may not read is refused in a documented way; that is examined as well."""
    for operation in stage.examiner.operations.values():
        if operation.method.upper() != "GET" or unknown_in(stage, operation):
            continue
        for client in stage.roles.values():
            case = operation.Case(path_parameters=address_of(stage, operation), query=query_of(stage, operation))
            stage.examiner.ask(case, client.token)


def unknown_in(stage: Stage, operation: schemathesis.APIOperation) -> list[str]:
    """The names in the operation's address that no walk has made known for its tag."""
    return sorted(name for name in _names_in(operation) if (operation.tags[0], name) not in stage.found)


def address_of(stage: Stage, operation: schemathesis.APIOperation) -> dict[str, str]:
    """The known ids of the operation's address, and the city."""
    tag = operation.tags[0]
    known = {name: stage.found[tag, name] for name in _names_in(operation) if (tag, name) in stage.found}
    return {"city": stage.city.visitor.city, **known}


def query_of(stage: Stage, operation: schemathesis.APIOperation) -> dict[str, str]:
    """What the query needs at least."""
    tag = operation.tags[0]
    return {name: stage.found[tag, known] for name, known in QUERIES.get(name_of(operation), {}).items()}


def _names_in(operation: schemathesis.APIOperation) -> set[str]:
    return set(_PLACE.findall(operation.path)) - {"city"}
