from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "laplateforme.guidance"
    label = "guidance"

    def ready(self) -> None:
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.forum.rules import shown_where  # noqa: PLC0415  app ready
        from laplateforme.guidance import index  # noqa: PLC0415  app ready
        from laplateforme.guidance.rules import shows_thread  # noqa: PLC0415  app ready

        shown_where(shows_thread)
        register(index.KIND, index.key_question_documents, facets=index.FACETS, subjects=("themes",))
