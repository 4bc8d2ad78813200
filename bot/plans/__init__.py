"""The plan check for people: on the command line and as a report."""
