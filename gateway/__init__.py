"""HTTP in, RPC out. No rule lives here: operations are data, refusals become sentences."""
