"""The matters of a large record: all of a day, and the first page of them."""
