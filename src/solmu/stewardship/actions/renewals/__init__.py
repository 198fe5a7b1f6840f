"""Writes of renewals: planning and stages, what is noted on the way, drafts, and how a renewal ends."""
