"""What oversight writes outside of its database: files for the national platform."""
