"""Passing a project from hand to hand: sent with an agreement, answered, followed to its outcome."""
