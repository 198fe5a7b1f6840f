"""Pages kept as they were answered, exactly as long as they are right.

A page is a function of the release, the city's settings, the record's revision, the day and its address (which holds
the language). The release is that of the process, whose memory the pages are kept in; the others are its `Version`.
`versions` says which version is the present one and marks what was made as of one; `store` keeps a bounded number of
bytes; `serving` answers before Django does.
"""
