"""申报: released packs, calls, declarations with their review, the pilot list and its public notices."""
