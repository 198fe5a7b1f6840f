"""Writes of the record: one verb and one noun each, one transaction, with permission, rule, rows and audit.

Each takes who acts (`by`) and where the fact was read (`source`); what each source says of which fact stands in
citations (`actions/citations.py`).
"""
