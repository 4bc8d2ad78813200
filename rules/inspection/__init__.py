"""Requests, cancellations and moves: who inspects, when, and what a late cancellation costs."""
