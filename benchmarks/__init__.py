"""What `make bench` measures: our command and our read beside the same use cases behind FastAPI, and the raw limit."""
