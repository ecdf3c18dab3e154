"""The registry's database: tables, rows as frozen dataclasses, and the read side."""
