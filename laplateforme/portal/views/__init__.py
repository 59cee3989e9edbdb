"""Pages of the entrance hall."""
