"""The migrations of the project service."""
