from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "laplateforme.portal"
    label = "portal"

    def ready(self) -> None:
        from laplateforme.portal.actions import account  # noqa: PLC0415  app ready

        account.say()
