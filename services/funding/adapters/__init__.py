"""What funding exchanges with the outside: files for the bank, files from the bank, uploaded documents."""
