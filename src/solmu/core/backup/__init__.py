"""Backups: the whole of an instance in one file, and putting it back.

What belongs here: the format (docs/reference/backup-format.md), writing and verifying it, and the restoring that ends
in the old state or the new one wherever it is interrupted. What does not: any knowledge of what the tables mean.
"""

from __future__ import annotations
