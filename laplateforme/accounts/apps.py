from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "laplateforme.accounts"
    label = "accounts"
