"""Something breaks; what was acknowledged is there, once."""
