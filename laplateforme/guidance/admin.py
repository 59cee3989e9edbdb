"""Staff’s screws: looking only. What has a name in the trade is done on its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from laplateforme.guidance.models import ContactRequest, ExposureCount, Gap, KeyQuestion


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(KeyQuestion)
class KeyQuestionAdmin(ReadOnly):
    list_display = ("text", "network", "stage", "theme", "is_published")
    list_filter = ("network", "stage", "theme")
    search_fields = ("text",)


@admin.register(ContactRequest)
class ContactRequestAdmin(ReadOnly):
    """Without the person: names are read on the request's own page, where the reading is recorded."""

    list_display = ("created_at", "network", "status", "organization", "due_at")
    list_filter = ("network", "status")
    fields = ("network", "status", "organization", "due_at", "routed_at", "answered_at")


@admin.register(Gap)
class GapAdmin(ReadOnly):
    list_display = ("noted_date", "network", "stage", "theme", "department_code")
    list_filter = ("network", "stage", "theme")


@admin.register(ExposureCount)
class ExposureCountAdmin(ReadOnly):
    list_display = ("day", "network", "organization", "eligible", "shown", "first")
    list_filter = ("network",)
