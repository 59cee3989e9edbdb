from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "laplateforme.offers"
    label = "offers"
