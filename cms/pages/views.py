"""The messages of the contact form in Wagtail's administration."""

from typing import Any

from wagtail.contrib.forms.views import SubmissionsListView

from cms.core.exports import neutral


class MessagesView(SubmissionsListView):
    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Anybody may write to us: no cell of the exported table may be a formula."""
        found = super().preprocess_field_value(field, value, export_format)
        return neutral(found) if isinstance(found, str) else found
