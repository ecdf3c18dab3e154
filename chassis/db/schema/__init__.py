"""What migrations of the services call: frozen steps for the chassis' own tables, and the protection of any table."""
