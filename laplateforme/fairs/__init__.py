"""Representing one another: occasions, who stands where for all, the load shared fairly."""
