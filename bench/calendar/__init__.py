"""The calendar feed of many activities: made anew, and asked for again by who has it."""
