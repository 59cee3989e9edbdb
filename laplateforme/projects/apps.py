from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "laplateforme.projects"
    label = "projects"
