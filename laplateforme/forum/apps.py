from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "laplateforme.forum"
    label = "forum"
