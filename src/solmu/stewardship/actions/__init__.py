"""Writes of stewardship: what people say of matters, what they follow, what is sent."""
