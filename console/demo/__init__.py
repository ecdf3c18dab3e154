"""A small programme, driven through the public HTTP API only: what it shows is what the API answers."""
