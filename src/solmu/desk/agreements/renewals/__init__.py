"""The renewal of an agreement as a process: its stages, its checklist, the agreement to come and its drafts."""
