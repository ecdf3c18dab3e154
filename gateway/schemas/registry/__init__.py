"""Schemas of the registry's resources, by what they are about."""
