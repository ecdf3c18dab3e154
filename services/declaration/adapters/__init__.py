"""What the declaration service reaches outside of its database: files."""
