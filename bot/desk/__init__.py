"""One message at a time: understood, decided, recorded."""
