"""Whole programmes over HTTP, on both backings."""
