"""What goes in and comes out, as marshmallow schemas: the envelope is checked here, the rules by the owner.

Importing this package makes marshmallow report codes instead of English sentences, so that the
sentences live in one catalogue (`gateway/errors`).
"""

from __future__ import annotations

from marshmallow import Schema, fields


def report_codes() -> None:
    """Every message of every kind of field becomes its key: `required`, `null`, `invalid`, `too_large`, …"""
    for kind in vars(fields).values():
        if isinstance(kind, type) and issubclass(kind, fields.Field):
            kind.default_error_messages = {key: key for key in kind.default_error_messages}
    Schema._default_error_messages = {"type": "wrong_type", "unknown": "unknown_field", "invalid": "wrong_type"}


report_codes()
