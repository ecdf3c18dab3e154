"""Which role may do something stands in `contracts.permissions` and in packs. No use case and no rule asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from contracts.events.subscriptions import SERVICES
from contracts.roles import APPLICANTS, Role
from tests.architecture.source import parsed, python_files, shown

FOLDERS = tuple(f"services/{service}/{part}" for service in SERVICES for part in ("use_cases", "domain"))

OF_AN_ACCOUNT = {
    "services/registry/domain/accounts.py": "an account has roles, and some need a division or an institution",
    "services/registry/domain/organisations.py": "what an organisation is gives its owner the role",
}
"""The registry owns accounts and gives them their roles; these files say which, and none of them asks for one."""

_ALSO_KINDS = {role.value for role in APPLICANTS}
"""`enterprise` and `provider` are kinds of organisations too: as texts they say nothing about a role."""


def test_no_use_case_and_no_rule_names_a_role() -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in python_files(*FOLDERS)
        if shown(path) not in OF_AN_ACCOUNT
        for line in named_roles(parsed(path))
    ]

    assert found == []


def test_the_files_that_name_roles_for_a_reason_still_do() -> None:
    naming = {shown(path) for path in python_files(*FOLDERS) if list(named_roles(parsed(path)))}

    assert set(OF_AN_ACCOUNT) - naming == set()


@pytest.mark.parametrize(
    "code",
    ['actor.must_hold("city_officer")', "if Role.PROVIDER in actor.roles: ...", 'if "provider" in actor.roles: ...'],
)
def test_a_role_is_found_however_it_is_named(code: str) -> None:
    assert list(named_roles(ast.parse(code)))


@pytest.mark.parametrize("code", ['kind = "enterprise"', '"""The city_officer\'s desk."""', "actor.must(permission)"])
def test_what_names_no_role_is_left_alone(code: str) -> None:
    assert not list(named_roles(ast.parse(code)))


def named_roles(tree: ast.AST) -> Iterator[int]:
    """The lines that name a member of `Role`, the text of a role, or compare roles with a text."""
    texts = {role.value for role in Role} - _ALSO_KINDS
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="Role"), attr=name) if name in Role.__members__:
                yield node.lineno
            case ast.Constant(value=str(text)) if text in texts:
                yield node.lineno
            case ast.Compare(left=left, comparators=others) if any(_is_roles(each) for each in [left, *others]):
                if any(isinstance(each, ast.Constant) and each.value in set(Role) for each in [left, *others]):
                    yield node.lineno


def _is_roles(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in ("role", "roles")
    return False
