"""What a platform stands on while it runs on one machine: a broker and a database of its own, started and stopped here.

Nothing of the machine's own servers is touched: other ports, other directories, other names.
"""
