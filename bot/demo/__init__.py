"""A day's worth of invented mail, and the servers to try it on."""
