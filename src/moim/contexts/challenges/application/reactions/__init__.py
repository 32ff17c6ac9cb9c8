"""What challenges does about what others did, one module a cause."""
