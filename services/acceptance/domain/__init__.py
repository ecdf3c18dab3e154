"""What an acceptance is and how it moves: frozen values in, new values and events out. Pure."""
