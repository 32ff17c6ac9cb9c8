"""Measurements against the limits the product set itself; none of them is a test."""
