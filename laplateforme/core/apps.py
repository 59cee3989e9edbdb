from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


def watch_writes(connection: Any, **kwargs: Any) -> None:
    """Each new connection advances the generation of public pages when it writes."""
    from laplateforme.core.pages import advance_on_write  # noqa: PLC0415  app ready

    if advance_on_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(advance_on_write)


class CoreConfig(AppConfig):
    name = "laplateforme.core"
    label = "core"

    def ready(self) -> None:
        connection_created.connect(watch_writes, dispatch_uid="core.pages")
