"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from laplateforme.core.lifeline import hold_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.prod")
hold_server()  # a server that is killed takes its processes with it
application = get_wsgi_application()
