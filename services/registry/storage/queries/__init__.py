"""The read side: one statement per question, plain JSON values back."""
