"""The demonstration, the walks and the reads together: nothing in the document is only promised."""

from __future__ import annotations

import re

import pytest

from contracts.roles import Role
from tests.api.stage import ANONYMOUS, SETTING_SECONDS, Stage
from tests.api.walks.reading import unknown_in

pytestmark = pytest.mark.timeout(SETTING_SECONDS)

RECIPE = """Nothing in tests/api/walks got a 2xx from these. A walk has to ask for a write, in the state that it needs;
a read is asked for by itself, once a walk lets the stage `know(<tag>, …)` the ids in its address:"""


def test_every_operation_of_the_document_was_answered_with_2xx(stage: Stage) -> None:
    missing = {
        f"{name}: answered {statuses or 'nothing'}, unknown ids {unknown_in(stage, stage.examiner.operations[name])}"
        for name, statuses in stage.examiner.never_answered_2xx().items()
    }

    assert not missing, "\n".join([RECIPE, *sorted(missing)])


def test_the_file_for_the_bank_holds_whole_account_numbers(stage: Stage) -> None:
    ids = {name: stage.found["funding", name] for name in ("batch_id", "export_id")}

    file = stage.finance_checker.download(f"/payment-batches/{ids['batch_id']}/exports/{ids['export_id']}/file")

    batch = stage.finance_checker.get(f"/payment-batches/{ids['batch_id']}")
    assert len(re.findall(r"6222\d{12}", file.decode("utf-8-sig"))) == len(batch["instructions"]) == 2


def test_every_role_and_nobody_has_a_desk(stage: Stage) -> None:
    assert stage.roles.keys() == {*Role, ANONYMOUS}
