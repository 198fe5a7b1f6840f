"""Stories at the desk: short public texts about a partnership."""
