"""Every URL of the site. Wagtail's pages come last: they take what is left."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from cms.accounts.views.entrance import SignOutView, other_door

urlpatterns: list[URLPattern | URLResolver] = [
    # One door: Wagtail's own sign-in and sign-out pages give way to ours.
    path("admin/login/", other_door),
    path("admin/logout/", SignOutView.as_view()),
    path("_util/login/", other_door),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("cms.accounts.urls")),
    path("", include("courses.urls")),
    path("xapi/", include("xapi.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}))
urlpatterns.append(path("", include(wagtail_urls)))
