"""The partner's page of the portal: its two rows, warm and first after a write."""
