"""Pages of this room; each stands in the module of its noun."""
