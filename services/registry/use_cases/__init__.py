"""What people do with the registry: one act, one file, one public function of the same name."""
