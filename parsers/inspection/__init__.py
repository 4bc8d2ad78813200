"""Inspection mail: requests, cancellations, moves, and what inspectors answer."""
