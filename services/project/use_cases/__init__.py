"""One use case, one file: load, authorise, decide, save, announce, record."""
