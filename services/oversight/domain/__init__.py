"""What is kept of an event, what it adds to a figure, and how it is told. Pure."""
