"""Invented plan sets with what is true of each, drawn as several programs write PDF."""
