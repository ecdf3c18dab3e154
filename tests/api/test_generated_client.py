"""A client that a generator made from the document takes one enterprise from registration to the money in its bank."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from uuid import uuid4

import pytest

from console.demo import cast
from console.demo.paying import Funded, fund, shown_award
from tests.api.generated import PACKAGE, GeneratedClient, generate
from tests.api.stage import SETTING_SECONDS, Stage

pytestmark = pytest.mark.timeout(SETTING_SECONDS)

ENTERPRISE = replace(next(cast.numbered(1)), key="generated", code=cast.code(7001), name="大连示例生成机械有限公司")


@pytest.fixture(scope="module")
def generated(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What the generator said; its package can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    said = generate(stage.installation.address, folder)
    sys.path.insert(0, str(folder))
    yield said
    sys.path.remove(str(folder))


def test_the_generator_has_nothing_to_complain_about(generated: str) -> None:
    assert "warning" not in generated.lower()


def test_keys_and_versions_are_typed_parameters(generated: str) -> None:
    function = import_module(f"{PACKAGE}.api.registry.change_profile").sync_detailed

    parameters = inspect.signature(function).parameters

    assert parameters["idempotency_key"].annotation is str
    assert "Unset" in str(parameters["if_match"].annotation)
    assert parameters["body"].annotation.__name__ == "OrganisationProfile"


def test_its_models_say_why_something_was_refused(stage: Stage, generated: str) -> None:
    api = import_module(f"{PACKAGE}.api.registry.register")
    models, client = import_module(f"{PACKAGE}.models"), import_module(PACKAGE).Client(stage.installation.address)
    request = models.RegistrationRequest(
        kind=models.RegistrationRequestKind.ENTERPRISE,
        name="大连示例有限公司",
        credit_code="91210200MA0DM00010",
        division=cast.ZHONGSHAN_DISTRICT,
        contact_name="示例联系人",
        phone=cast.PHONE,
        email="someone@demo.invalid",
        terms_version="1",
    )

    problem = api.sync(cast.CITY, client=client, body=request, idempotency_key=str(uuid4()))

    assert isinstance(problem, models.ProblemDocument)
    assert [each.field for each in problem.problems] == ["credit_code"]


def test_it_drives_a_case_from_registration_to_payment(stage: Stage, generated: str) -> None:
    visitor = GeneratedClient(stage.installation.address, cast.CITY, "generated", examiner=stage.examiner)
    staff = {login: visitor.signed_in(str(client.token)) for login, client in stage.city.staff.items()}
    city = replace(stage.city, visitor=visitor, staff=staff)

    _, client, project = stage.demonstration.up_to_acceptance(city, ENTERPRISE)
    fund(Funded(city, stage.clock, "generated"), [project])

    award = shown_award(client, project)
    assert (award["status"], award["paid_fen"]) == ("paid", 20_000_000)
