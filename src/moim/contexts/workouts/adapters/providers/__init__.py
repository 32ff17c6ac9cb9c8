"""Makers of devices: a folder each, behind one port."""
