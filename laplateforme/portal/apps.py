from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "laplateforme.portal"
    label = "portal"
