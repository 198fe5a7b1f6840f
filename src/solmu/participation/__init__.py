"""What residents, schools and companies ask of the city, and what becomes of it.

Belongs here: enquiries, from the form to the answer and to their erasure. Does not belong here: the pages, the record.
"""
