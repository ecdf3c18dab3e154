"""One use case, one file, one public function: load, authorise, decide, save, announce, record."""
