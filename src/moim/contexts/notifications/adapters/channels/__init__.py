"""Ways out of the house, one module each."""
