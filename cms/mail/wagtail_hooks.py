from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.mail import views


class SentMailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.view_sent_mail")


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern]:
    return [
        path("courriels/", views.sent_mails, name="sent_mails"),
        path("courriels/<slug:name>/", views.show_sent_mail, name="sent_mail"),
    ]


@hooks.register("register_reports_menu_item")
def mail_menu_item() -> MenuItem:
    return SentMailMenuItem(_("Courriels envoyés"), reverse("sent_mails"), icon_name="mail", order=900)
