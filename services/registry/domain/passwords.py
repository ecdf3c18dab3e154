"""What a password must be, and the initial ones that the platform makes."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts.refusal import Invalid, Problem

SHORTEST = 8
LONGEST = 128
CLASSES_NEEDED = 3

_CLASSES = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[0-9]"), re.compile(r"[^a-zA-Z0-9]"))

# Without letters and digits that look alike on paper: people read the initial password off a mail.
_READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP_LENGTH = 3, 4

Choose = Callable[[str], str]
"""Picks one character of a text; in production `secrets.choice`."""


def password_problems(password: str, *, login: str, field: str) -> list[Problem]:
    """Everything that is wrong with a password: length, three of four classes of characters, the login inside."""
    problems = []
    if len(password) < SHORTEST:
        problems.append(Problem(code="password_too_short", field=field, inputs={"shortest": SHORTEST}))
    if len(password) > LONGEST:
        problems.append(Problem(code="too_long", field=field))
    if sum(bool(kind.search(password)) for kind in _CLASSES) < CLASSES_NEEDED:
        problems.append(Problem(code="password_too_simple", field=field, inputs={"classes": CLASSES_NEEDED}))
    if login and login.casefold() in password.casefold():
        problems.append(Problem(code="password_holds_login", field=field))
    return problems


def must_be_strong(password: str, *, login: str, field: str = "new_password") -> None:
    """Invalid with every problem of the password."""
    problems = password_problems(password, login=login, field=field)
    if problems:
        raise Invalid(problems=problems)


def readable_password(choose: Choose) -> str:
    """`Kc7m-wPq4-Tn9e`: 68 bits in three groups, always with lower case, upper case and a digit."""
    while True:
        groups = ("".join(choose(_READABLE) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if all(kind.search(password) for kind in _CLASSES):
            return password
