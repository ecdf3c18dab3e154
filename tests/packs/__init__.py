"""The packs themselves: they load, their worked cases come out, and each says what its notice says."""
