"""What the project service reads outside of its database: files that officers hand in."""
