"""What the context does when others tell something."""
