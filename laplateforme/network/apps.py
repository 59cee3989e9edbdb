from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "laplateforme.network"
    label = "network"

    def ready(self) -> None:
        from laplateforme.accounts.rules import register_second_factor_check  # noqa: PLC0415  app ready
        from laplateforme.core.search import register  # noqa: PLC0415  app ready
        from laplateforme.network import index, rules  # noqa: PLC0415  app ready

        register(index.KIND, index.organization_documents, facets=index.FACETS)
        register_second_factor_check(rules.needs_second_factor)
