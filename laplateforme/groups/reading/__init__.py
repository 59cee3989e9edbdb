"""Reading what people write: marks in notes, dates in words, whole minutes. Pure: no database, no request."""
