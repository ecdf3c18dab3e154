"""The migrations of the oversight service."""
