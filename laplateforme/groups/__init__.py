"""Deciding together: working groups, meetings, minutes approved at the next meeting, decisions, actions, admission."""
