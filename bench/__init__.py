"""What `python3 run bench` measures: Solmu's work beside a peer's and a limit's, as ratios within one run.

Here belong the rows, the load, the peers' own small projects and the report. Nothing here is part of Solmu, is
installed with it, or is asserted in a test.
"""
