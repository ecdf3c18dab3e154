"""The six services: one folder is one process and one database. Five own facts, `oversight` only reads events.

They never import each other and never call each other: what one has to tell the others is an event
(`contracts/events/`). Each folder reads the same way: `service` is the table of contents, `use_cases`
has one file per act, `domain` the rules, `storage` the database.
"""
