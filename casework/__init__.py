"""What four services share about a case: the dossier with its review route, and the public notice. Pure."""
