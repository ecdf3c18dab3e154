"""监管: what happened to every case, and how far the targets are reached. It reads events and decides nothing."""
