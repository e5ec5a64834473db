"""« Courriels envoyés »: what the site writes to files while no mail server is set."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.mail.queries import sent_mail, sent_mail_names

PER_PAGE = 30


def sent_mails(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        return _forbidden(request)
    page = Paginator(sent_mail_names(), PER_PAGE).get_page(request.GET.get("p"))
    mails = [mail for mail in map(sent_mail, page) if mail]
    return _render(request, "mail/admin/list.html", {"page_obj": page, "mails": mails, "folder_used": _folder_used()})


def show_sent_mail(request: HttpRequest, name: str) -> HttpResponse:
    if not _may_read(request):
        return _forbidden(request)
    mail = sent_mail(name)
    if mail is None:
        raise Http404
    return _render(request, "mail/admin/detail.html", {"mail": mail})


def _may_read(request: HttpRequest) -> bool:
    return request.user.has_perm("mail.view_sent_mail")


def _forbidden(request: HttpRequest) -> HttpResponse:
    # Not an exception: Wagtail would turn it into a redirect to its home page.
    return render(request, "403.html", status=403)


def _folder_used() -> bool:
    return not settings.EMAIL_URL


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"page_title": _("Courriels envoyés"), "header_icon": "mail", **context})
