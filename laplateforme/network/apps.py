from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "laplateforme.network"
    label = "network"
