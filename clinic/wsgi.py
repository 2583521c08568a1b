"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from clinic.metrics_folder import share_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
share_metrics()

application = get_wsgi_application()
