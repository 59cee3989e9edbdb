"""The words of the site: sections, articles, keywords, the old site brought over. Wagtail lives here only."""
