"""Years of reminders: agreements of every renewal mode, schedulers that are killed, a mail server that is down.

`plan` draws what happens, `oracle` works out what the ledger must hold (its own arithmetic, nothing of Solmu's),
`world` writes it into a record through Solmu's actions, `scheduler` is the process that is killed, `running` drives
all of it:

    python -m tests.stewardship.simulation --seed 1 --years 10 --agreements 200 --restarts 100
"""
