"""The doors of community."""
