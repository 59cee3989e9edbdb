"""Who comes with what, and what they agreed to share: people, projects, consent to named readers."""
