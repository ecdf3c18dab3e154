"""Rows and the values they stand for."""
