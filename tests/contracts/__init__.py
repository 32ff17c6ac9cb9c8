"""The published language as its listeners use it."""
