from cms.pages.models.contact import ContactField, ContactPage
from cms.pages.models.content import ContentPage
from cms.pages.models.home import HomePage
from cms.pages.models.navigation import SiteNavigation

__all__ = ["ContactField", "ContactPage", "ContentPage", "HomePage", "SiteNavigation"]
