from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "laplateforme.projects"
    label = "projects"

    def ready(self) -> None:
        from laplateforme.projects.actions import never_undone  # noqa: PLC0415  app ready

        never_undone.say()
