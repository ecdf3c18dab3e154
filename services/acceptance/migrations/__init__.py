"""The migrations of the acceptance service."""
