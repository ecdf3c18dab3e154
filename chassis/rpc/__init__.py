"""Calls between the gateway and the services."""
