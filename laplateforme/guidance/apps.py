from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "laplateforme.guidance"
    label = "guidance"
