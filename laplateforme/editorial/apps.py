from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "laplateforme.editorial"
    label = "editorial"
