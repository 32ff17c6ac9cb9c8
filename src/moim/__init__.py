"""Moim: the self-hosted platform for people who run, ride, race, study and gather."""

__version__ = "0.1.0"
