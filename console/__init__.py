"""The command line: starts the platform, looks into it, drives its demonstration. The top layer: nothing imports it."""
