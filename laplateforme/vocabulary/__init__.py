"""The words of the trade, no table."""
