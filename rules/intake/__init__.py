"""Applications: the intake form and the documents beside it."""
