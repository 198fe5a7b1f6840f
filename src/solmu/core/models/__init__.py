"""Core's tables: accounts, records, sources and files, and the audit chain."""

from __future__ import annotations

from solmu.core.models.accounts import Account, AccountQuerySet, system_actor
from solmu.core.models.audit import AuditEntry, AuditHead, AuditValue
from solmu.core.models.looks import PersonalDataLook
from solmu.core.models.records import Record
from solmu.core.models.restorations import Restoration
from solmu.core.models.sessions import PassingNote, ProviderIdentity, Session
from solmu.core.models.settings import Setting
from solmu.core.models.sources import Source, StoredFile
from solmu.core.models.unsaved import SentForm, UnsavedWork

__all__ = [
    "Account",
    "AccountQuerySet",
    "AuditEntry",
    "AuditHead",
    "AuditValue",
    "PassingNote",
    "PersonalDataLook",
    "ProviderIdentity",
    "Record",
    "Restoration",
    "SentForm",
    "Session",
    "Setting",
    "Source",
    "StoredFile",
    "UnsavedWork",
    "system_actor",
]
