"""Talking together: boards, topics, posts. Other rooms hold the topic of their own things and ask their own rules."""
