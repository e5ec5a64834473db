"""Editorial pages."""

from cms.core.models import BasePage


class HomePage(BasePage):
    max_count = 1
