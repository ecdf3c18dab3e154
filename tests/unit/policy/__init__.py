"""The policy engine on its own, mostly with the pack of an invented city."""
