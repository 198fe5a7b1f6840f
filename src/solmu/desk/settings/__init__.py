"""The settings of the city: its name and languages, times, notices, templates of drafts, addresses of calendars.

Officers and auditors read them, administrators change them. Everybody has their own calendar addresses. What the
operator decides is shown with the place where it is changed.
"""
