"""Mails: how one reads, and how one is handed over to the mail server. Which are due stands in the ledger."""
