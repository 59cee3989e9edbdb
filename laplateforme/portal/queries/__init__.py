"""Reads that gather several rooms."""

from laplateforme.portal.queries.home import Home, home_of
from laplateforme.portal.queries.state import Light, lights
from laplateforme.portal.queries.todo import Task, Todo, todo_of

__all__ = ["Home", "Light", "Task", "Todo", "home_of", "lights", "todo_of"]
