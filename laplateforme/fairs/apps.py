from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "laplateforme.fairs"
    label = "fairs"
