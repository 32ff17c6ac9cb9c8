"""What every context shares and nothing else: standard library only, no input or output."""
