"""The home page."""

from cms.core.models import BasePage


class HomePage(BasePage):
    max_count = 1
    template = "pages/home_page.html"
