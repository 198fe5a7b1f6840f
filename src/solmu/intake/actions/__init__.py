"""Writes of intake: keep a document with its claims, review a claim, accept it into the record, withdraw that again."""
