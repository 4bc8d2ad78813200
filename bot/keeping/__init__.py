"""How long things are kept: retention, legal holds, export and redaction."""
