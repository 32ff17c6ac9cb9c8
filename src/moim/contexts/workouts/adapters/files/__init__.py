"""Readers of device files: bytes in, recordings or a refusal out; no input or output."""
