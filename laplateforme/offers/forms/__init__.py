"""Shape and cleaning of what people write about offers."""
