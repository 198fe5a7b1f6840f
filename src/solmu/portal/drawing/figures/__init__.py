"""Figures as SVG: numbers as bars, and numbers of two things at once as a table of marks.

Each is drawn for a wide and a narrow page, every number is written beside its mark, and what nobody recorded looks
other than zero. Words and written numbers come in as arguments; `files` makes of a drawing a file that stands alone.
"""
