"""The command line: `solmu`, a front that may use every other package.

Belongs here: verbs, options, tables for people, `--json` for programs. Does not belong here: rules, queries, writes.
"""
