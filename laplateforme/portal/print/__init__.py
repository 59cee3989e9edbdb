"""The trade's papers: leaflet, chain, slides, poster, route. Builders take the dataclasses of `contents` only."""
