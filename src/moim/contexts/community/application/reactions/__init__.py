"""What community does about what other contexts publish: one module a cause."""
