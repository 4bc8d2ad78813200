"""Scanned paper: words that a recogniser saw, rules, boxes and ink, set as a page that other readers can read."""
