"""Forms are drawn by our own templates (core/templates/django/forms)."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form and field of the platform, accessible by construction."""
