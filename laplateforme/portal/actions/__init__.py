"""Deeds of the entrance hall."""

from laplateforme.portal.actions.account import UnableToCloseAccount, close_account, hand_over_files, new_code
from laplateforme.portal.actions.papers import ask_kit, ask_paper

__all__ = ["UnableToCloseAccount", "ask_kit", "ask_paper", "close_account", "hand_over_files", "new_code"]
