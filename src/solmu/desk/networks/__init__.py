"""Networks at the desk: what each is for, what it costs, and who acts in it."""
