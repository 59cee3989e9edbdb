"""Who stands where, with whom."""
