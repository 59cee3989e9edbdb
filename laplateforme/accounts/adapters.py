"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation only; mail waits for the worker."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
