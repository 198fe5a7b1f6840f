"""What the templates of the portal can say beside what Django's can."""
