"""The coordinators' digest: what it shows, and its mail."""
