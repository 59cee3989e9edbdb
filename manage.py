#!/usr/bin/env python
"""For developers; people who run the platform use `laplateforme`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.dev")
    execute_from_command_line(sys.argv)
