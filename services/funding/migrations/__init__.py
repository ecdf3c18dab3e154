"""The versions of funding's database, run as a step of their own by the owner of the tables."""
