from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "laplateforme.offers"
    label = "offers"

    def ready(self) -> None:
        from laplateforme.forum.rules import shown_where  # noqa: PLC0415  app ready
        from laplateforme.offers.index import register_offers  # noqa: PLC0415  app ready
        from laplateforme.offers.rules import shows_thread  # noqa: PLC0415  app ready

        shown_where(shows_thread)
        register_offers()
