"""Where funding keeps its facts: tables, rows as dataclasses and back, the read side, and what must always hold."""
