"""The people who have an account at the desk, for administrators; auditors read. One's own account is `account`."""
