"""What the office requires: values in, findings and decisions out."""
