"""The demonstration networks: invented organizations, offers and people, brought in by the product's own actions."""
