"""What each calendar holds, as events, and how events are written (RFC 5545, RFC 7986)."""
