"""Solmu: the system a city uses to run its international ties."""

__version__ = "0.1.0"
