from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "laplateforme.guidance"
    label = "guidance"

    def ready(self) -> None:
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.guidance import index  # noqa: PLC0415  app ready

        register(index.KIND, index.key_question_documents, facets=index.FACETS, subjects=("themes",))
