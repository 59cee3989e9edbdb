from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "laplateforme.offers"
    label = "offers"

    def ready(self) -> None:
        from laplateforme.offers.index import register_offers  # noqa: PLC0415  app ready

        register_offers()
