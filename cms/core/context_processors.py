"""What every template may use. Nothing here queries the database unless the template asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

# The addresses of the State that the footer of its sites must link to.
OFFICIAL_HOSTS = ("info.gouv.fr", "service-public.gouv.fr", "legifrance.gouv.fr", "data.gouv.fr")


def site(request: HttpRequest) -> dict[str, Any]:
    return {"service_name": settings.SITE_NAME, "official_hosts": OFFICIAL_HOSTS}
