"""Enquiries at the desk: what people sent by the feedback form, and what became of it. For those who may read them."""
