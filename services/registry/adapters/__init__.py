"""What the registry reaches outside of its database: mail servers, hashing threads, list files, national tables."""
