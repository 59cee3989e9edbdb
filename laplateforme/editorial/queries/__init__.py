"""What the pages of the site read."""
