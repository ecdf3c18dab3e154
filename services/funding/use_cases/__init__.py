"""One act of funding per file: load (locked), authorise, decide, save, announce, record."""
