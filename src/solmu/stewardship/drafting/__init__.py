"""First drafts of agreements: the words of each language, what a draft says, and its DOCX and PDF from templates.

Belongs here: turning plain facts of an agreement into files. Does not belong here: asking the record for those facts
(`stewardship.queries.drafts`) and keeping the files (`stewardship.actions.renewals`).
"""
