"""Paper: colors, faces, codes and the machinery that turns data into PDF. Knows no word of the trade."""
