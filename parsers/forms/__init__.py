"""Intake forms, however they come."""
