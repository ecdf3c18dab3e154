"""What goes into the oversight service and comes out of it."""
