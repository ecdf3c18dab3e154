"""What goes into the acceptance service and comes out of it."""
