from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "laplateforme.exchange"
    label = "exchange"
