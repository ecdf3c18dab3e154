"""How a service talks to its database: few round trips, one city at a time, nothing half done.

Imports neither eventlet nor Nameko: psycopg2 turns green by itself where the process monkey-patches,
and runs in plain threads where it does not.
"""
