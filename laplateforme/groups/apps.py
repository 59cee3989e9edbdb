from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "laplateforme.groups"
    label = "groups"
