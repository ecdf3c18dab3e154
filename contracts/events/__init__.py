"""Facts in the past tense: one module per publishing service, and who consumes what."""
