"""Forms of guidance."""
