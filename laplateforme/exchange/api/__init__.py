"""The public API: read only, open to anybody, described by OpenAPI 3.1 at /api/v1/openapi.json."""

from laplateforme.exchange.api.main import api, patterns

__all__ = ["api", "patterns"]
