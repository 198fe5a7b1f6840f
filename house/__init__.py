"""What `run` runs: set-up, tests, checks, locks.

Belongs here: the developer's side of the project. What `run` itself imports uses the standard library only. Does not
belong here: anything a running Solmu needs.
"""
