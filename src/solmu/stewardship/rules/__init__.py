"""When something needs somebody: pure functions of facts and a day; no query, no clock."""
