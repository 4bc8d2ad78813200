"""The real daemon on real servers over a bad network, killed at random; then an audit from outside: `make chaos`."""
