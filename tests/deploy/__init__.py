"""What `deploy/` gives to a cluster."""
