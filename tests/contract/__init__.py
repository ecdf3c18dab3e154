"""What is promised by the bus, the chassis and the HTTP server, held against the real parts."""
