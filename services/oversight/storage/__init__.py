"""How happenings and figures are stored and read. Rows never leave this package."""
