"""How the daemon is: progress of its lanes, what ails it, and who is told."""
