"""Bytes that nobody would send on purpose, or somebody would on purpose: `make fuzz`."""
