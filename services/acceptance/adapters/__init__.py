"""Files that acceptance reads and writes: electronic invoices, and Excel in both directions."""
