"""The console's own logic."""
