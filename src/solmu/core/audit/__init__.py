"""The audit chain: who changed what, when, from which source, so that a change, a removal or a cut tail shows.

An entry holds a sequence number, the moment, the actor's id, the action, the record, the source and, per changed field,
a commitment: SHA-256 of a random salt and the canonical values before and after. Its hash covers all this and the
hash of the entry before it. The values and salts lie beside the chain; erasing them leaves it whole, and is itself
an entry that names what was erased. (Salted commitments in a hash chain: Crosby and Wallach, "Efficient Data
Structures for Tamper-Evident Logging", USENIX Security 2009.)

Every write goes through `recorded`. The outermost `recorded` is one database transaction; its entries are written at
the end of it, when the head row is locked last, so that numbers have no gaps and writers never wait for each other in
a ring. A write that would escape the chain (a journal used after its block or beside the innermost one, an action
called while entries are being written) is a mistake in the program and raises RuntimeError.
"""

from __future__ import annotations

from solmu.core.audit.canonical import canonical, commitment, entry_hash, field_values
from solmu.core.audit.erasures import erase_audit_values, follow_erasures
from solmu.core.audit.moments import first_moment, last_touched, revision_at
from solmu.core.audit.verifying import chain_faults, head_line, revision
from solmu.core.audit.writing import ERASURE, Journal, recorded

__all__ = [
    "ERASURE",
    "Journal",
    "canonical",
    "chain_faults",
    "commitment",
    "entry_hash",
    "erase_audit_values",
    "field_values",
    "first_moment",
    "follow_erasures",
    "head_line",
    "last_touched",
    "recorded",
    "revision",
    "revision_at",
]
