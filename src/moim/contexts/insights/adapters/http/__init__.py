"""Insights over HTTP: one subject a module."""
