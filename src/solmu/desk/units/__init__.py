"""The city's units at the desk: whom the public asks, who acts for each, what it looks after."""
