"""Drawings as SVG text: pure functions from frozen views, no database and no web (ADR 0013)."""
