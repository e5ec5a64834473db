"""Reading an object in Wagtail's administration."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.views import generic


class FrenchInspectView(generic.InspectView):
    """Wagtail shows Python's words for what is empty, true or false, and times in UTC."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return _shown(value)
        if value is None or value == "":
            return "—"
        return {True: "oui", False: "non"}[value] if isinstance(value, bool) else value


def _shown(moment: datetime) -> str:
    """In local time; in UTC when that is beyond the years that there are, 1 to 9999."""
    try:
        return date_format(localtime(moment), "j F Y à H:i:s")
    except OverflowError:
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
