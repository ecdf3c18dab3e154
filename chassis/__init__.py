"""How a service runs: bus, RPC, database, outbox, inbox. No business word."""
