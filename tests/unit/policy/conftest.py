"""The pack of the invented city, loaded once."""

from __future__ import annotations

import pytest

from policy.forms import Form
from policy.pack import Pack
from tests.unit.policy.builders import CONSTRUCTS, a_pack


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return a_pack(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="session")
def constructs(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The pack that uses every construct."""
    return a_pack(tmp_path_factory.mktemp("packs"), of=CONSTRUCTS)


@pytest.fixture(scope="session")
def form(pack: Pack) -> Form:
    return pack.form("declaration")
