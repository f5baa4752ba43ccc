"""Pages about endpoints and deliveries."""
