"""Staff's screws. Named deeds go through the pages of members and their actions."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from laplateforme.offers.models import Offer, PriceStep, Session


class SessionInline(admin.TabularInline):
    model = Session
    extra = 0
    raw_id_fields = ("commune",)


class PriceStepInline(admin.TabularInline):
    model = PriceStep
    extra = 0


@admin.register(Offer)
class OfferAdmin(SimpleHistoryAdmin):
    """Reading, mostly: status, checks and observed answers are set by actions."""

    list_display = ("name", "organization", "status", "capacity", "checked_at", "source")
    list_filter = ("status", "capacity", "fee", "recheck_months", "source")
    search_fields = ("name", "code", "organization__name", "external_id")
    list_select_related = ("organization",)
    raw_id_fields = ("organization", "commune")
    readonly_fields = (
        "code",
        "version",
        "status",
        "checked_at",
        "checked_by_name",
        "recheck_asked_at",
        "observed_answer_days",
        "observed_answer_count",
        "created_at",
        "updated_at",
    )
    inlines = (SessionInline, PriceStepInline)
