from django.contrib import admin

from laplateforme.places.models import Territory


@admin.register(Territory)
class TerritoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "codes")
    search_fields = ("name",)
