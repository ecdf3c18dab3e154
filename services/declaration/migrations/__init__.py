"""Numbered steps that build this service's database."""
