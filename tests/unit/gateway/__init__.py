"""The gateway without a platform behind it."""
