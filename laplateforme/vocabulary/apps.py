from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "laplateforme.vocabulary"
    label = "vocabulary"
