from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "laplateforme.places"
    label = "places"
