"""The plan check: what the program refuses on a sheet, and what staff look at."""
