"""Every URL of the site. Wagtail's pages come last: they take what is left."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.views.entrance import SignOutView, other_door
from cms.core import views

urlpatterns: list[URLPattern | URLResolver] = [
    # One door: Wagtail's own sign-in and sign-out pages give way to ours.
    path("admin/login/", other_door),
    path("admin/logout/", SignOutView.as_view()),
    path("_util/login/", other_door),
    path("plan-du-site/", views.sitemap_page, name="sitemap_page"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sante/", views.health, name="health"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("cms.accounts.urls")),
    path("", include("courses.urls")),
    path("xapi/", include("xapi.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}))
urlpatterns.append(path("", include(wagtail_urls)))

handler400 = "cms.core.views.bad_request"
handler403 = "cms.core.views.permission_denied"
handler404 = "cms.core.views.page_not_found"
handler500 = "cms.core.views.server_error"
