"""Real prints: WeasyPrint in real worker processes."""
