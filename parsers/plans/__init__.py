"""Plan sets: what is drawn and written on every sheet."""
