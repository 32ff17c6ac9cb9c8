"""Workouts over HTTP, one subject a module."""
