from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "laplateforme.fairs"
    label = "fairs"

    def ready(self) -> None:
        from laplateforme.fairs.actions import forget_ambassador, never_undone  # noqa: PLC0415  app ready
        from laplateforme.fairs.queries import ambassadors  # noqa: PLC0415  app ready
        from laplateforme.projects.queries.parts import register_parts  # noqa: PLC0415  app ready

        never_undone.say()
        register_parts(
            own=ambassadors.own_part, sheet=ambassadors.sheet_part, data=ambassadors.data_of,
            erased=forget_ambassador,
        )  # fmt: skip
