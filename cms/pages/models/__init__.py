from cms.pages.models.home import HomePage
from cms.pages.models.navigation import SiteNavigation

__all__ = ["HomePage", "SiteNavigation"]
