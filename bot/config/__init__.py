"""The configuration: one TOML file, checked whole, every mistake named at once."""
