"""The static copy: its two rows, made whole and again after one change."""
