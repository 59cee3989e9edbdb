"""Addresses of the bare view that pages are measured against (filled by benchmarks.pages)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
