"""The bounded contexts. They never import each other."""
