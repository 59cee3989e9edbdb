from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "laplateforme.forum"
    label = "forum"

    def ready(self) -> None:
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.forum import index  # noqa: PLC0415  app ready

        register(index.KIND, index.topic_documents, facets=())
