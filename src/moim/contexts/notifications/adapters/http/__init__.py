"""The doors of the context on the web."""
