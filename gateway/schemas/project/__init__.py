"""What goes into the project service and comes out of it."""
