from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "laplateforme.network"
    label = "network"

    def ready(self) -> None:
        from laplateforme.accounts.queries import register_personas  # noqa: PLC0415  app ready
        from laplateforme.accounts.rules import register_demands  # noqa: PLC0415  app ready
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.network import index, queries, rules  # noqa: PLC0415  app ready

        register(index.KIND, index.organization_documents, facets=index.FACETS)
        register_demands(rules.demand_on)
        register_personas(queries.demo_personas)
