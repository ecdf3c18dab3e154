"""What the first migration builds, by theme. Frozen: a change is a new migration."""
