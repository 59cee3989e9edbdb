from pathlib import Path

from django.apps import AppConfig

LAY_WORDS = Path(__file__).parent / "data" / "lay_words.toml"


class VocabularyConfig(AppConfig):
    name = "laplateforme.vocabulary"
    label = "vocabulary"

    def ready(self) -> None:
        from laplateforme.core.search import register_words  # noqa: PLC0415  app ready

        register_words(LAY_WORDS)
