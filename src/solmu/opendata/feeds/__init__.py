"""Feeds in Atom: what changed in public, for programs that follow."""
