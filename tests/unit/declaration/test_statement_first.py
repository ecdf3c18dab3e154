"""Where the pack wants it, the statement of truthfulness is confirmed before the form opens (XA4)."""

from __future__ import annotations

from typing import Any

import pytest

from services.declaration.domain.errors import StatementNotConfirmed, StatementOutdated
from tests.builders_declaration import ENTERPRISE, a_pack
from tests.desk_declaration import Desk


def statement_first(compiled: dict[str, Any]) -> None:
    """XA4: the pack wants the statement confirmed before the form opens."""
    statement = compiled["texts"]["truthfulness_statement"]
    statement["before_form"] = {"source": {"ref": "guide", "article": "一、申报条件（二）"}}


def test_where_the_statement_comes_first_nothing_begins_without_it() -> None:
    desk = Desk(a_pack(statement_first))

    with pytest.raises(StatementNotConfirmed) as refused:
        desk.start()

    (problem,) = refused.value.problems
    assert (problem.article, problem.field) == ("指南 一、申报条件（二）", "statement_version")
    assert problem.inputs == {"text_version": desk.pack.text("truthfulness_statement").sha256}
    assert desk.uow.audit.actions[2:] == []


def test_a_draft_whose_statement_came_first_says_who_confirmed_which_wording_when() -> None:
    desk = Desk(a_pack(statement_first))
    version = desk.pack.text("truthfulness_statement").sha256

    declaration_id = desk.start(statement_version=version)["id"]

    statement = desk.stored(declaration_id).dossier.statement
    assert statement is not None
    assert (statement.confirmed_by, statement.at, statement.text_version) == (
        ENTERPRISE.account_id,
        desk.clock.now(),
        version,
    )


def test_another_wording_opens_no_form() -> None:
    desk = Desk(a_pack(statement_first))

    with pytest.raises(StatementOutdated):
        desk.start(statement_version="0" * 64)
