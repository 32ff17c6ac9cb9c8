"""Draws certificates: a photo and a workout become a picture to share (docs/adr/0015)."""
