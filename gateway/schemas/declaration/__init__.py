"""What goes into the declaration service and comes out of it."""
