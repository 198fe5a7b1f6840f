"""What programs are given: calendar feeds.

Belongs here: addresses that answer in a format for programs, composed from the queries of registry and stewardship.
Does not belong here: pages for people, rules, tables, writes.
"""
