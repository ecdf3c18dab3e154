"""What is always true about public money on its way to an enterprise. Pure: values in, new values out."""
