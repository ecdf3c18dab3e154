"""The registry's migrations: numbered, one head, run as a step of their own (`shuzhuan migrate`)."""
