"""The registry's rules and values: pure, no clock, no database, no log."""
