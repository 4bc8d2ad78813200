"""Bytes and strings in, frozen values out: no clock, no network, no database, nothing opened."""
