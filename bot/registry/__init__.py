"""The registry: tables read, checked and kept at hand."""
