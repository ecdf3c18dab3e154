"""Contact data as people write them. They are sealed at once; only the shape is judged here."""

from __future__ import annotations

import re
import unicodedata

from contracts.refusal import Invalid, Problem

_PHONE = re.compile(r"\+?[0-9]{5,20}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_EMAIL = re.compile(r"[^@\s,;:<>\"()\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")


def read_phone(text: str, *, field: str = "phone") -> str:
    """A telephone number without blanks and hyphens; Invalid otherwise."""
    phone = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(phone):
        raise Invalid(problems=[Problem(code="phone_malformed", field=field)])
    return phone


def read_mobile_phone(text: str, *, field: str = "phone") -> str:
    """A mobile phone of the mainland, which text messages can go to, without `+86`; Invalid otherwise."""
    phone = read_phone(text, field=field).removeprefix("+86").removeprefix("86")
    if not _MOBILE.fullmatch(phone):
        raise Invalid(problems=[Problem(code="mobile_phone_malformed", field=field)])
    return phone


def read_email(text: str, *, field: str = "email") -> str:
    """One mail address; Invalid for anything that a mail server could read as more than that."""
    email = unicodedata.normalize("NFKC", text).strip()
    if len(email) > 254 or not email.isascii() or not _EMAIL.fullmatch(email):
        raise Invalid(problems=[Problem(code="email_malformed", field=field)])
    return email


def read_person(text: str, *, field: str) -> str:
    """A person's name: one line of 1 to 100 characters."""
    name = text.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise Invalid(problems=[Problem(code="malformed" if name else "required", field=field)])
    return name
