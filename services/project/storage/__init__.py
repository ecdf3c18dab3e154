"""How projects are stored and read: tables, repositories, queries. Rows never leave this package."""
