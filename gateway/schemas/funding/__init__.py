"""What goes into the funding service and comes out of it. Amounts are whole fen; accounts show four digits."""
