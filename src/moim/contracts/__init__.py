"""The published language: what each context tells the others. Standard library and kernel only."""
