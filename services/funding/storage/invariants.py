"""Placeholder until the invariants are written."""

INVARIANTS: tuple = ()
