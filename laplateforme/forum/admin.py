"""Staff’s screws: looking only. Moderation has its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from laplateforme.forum.models import Board, Topic


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Board)
class BoardAdmin(ReadOnly):
    list_display = ("name", "network", "readers", "is_open")
    list_filter = ("network", "readers")


@admin.register(Topic)
class TopicAdmin(ReadOnly):
    list_display = ("title", "network", "board", "posts_count", "last_post_at", "is_open")
    list_filter = ("network",)
