"""The tools: no word of the trade."""
