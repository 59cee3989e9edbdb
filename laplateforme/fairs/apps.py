from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "laplateforme.fairs"
    label = "fairs"

    def ready(self) -> None:
        from laplateforme.fairs.actions import never_undone  # noqa: PLC0415  app ready

        never_undone.say()
