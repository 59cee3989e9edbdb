from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "laplateforme.groups"
    label = "groups"

    def ready(self) -> None:
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.groups import index  # noqa: PLC0415  app ready

        register(index.KIND, index.group_documents)
        register(index.DECISION, index.decision_documents)
