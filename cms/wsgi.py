"""The WSGI application. Refuses to start when production holds sample accounts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.prod")

application = get_wsgi_application()

from cms.accounts.services import refuse_sample_accounts  # noqa: E402 - needs the loaded apps

refuse_sample_accounts()
