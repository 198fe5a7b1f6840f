"""Agreements: the agreement itself, its parties, themes, documents, what happened to it, and its line."""
