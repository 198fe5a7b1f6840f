"""One's own account at the desk: name, language, second factors, sessions."""
