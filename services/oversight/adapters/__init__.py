"""What oversight writes outside of its database: files for people and for the national platform."""
