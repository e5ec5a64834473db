"""Pages and documents that editors reserve, what people send, and addresses that no browser writes."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.forms.models import FormSubmission
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.accounts.enums import Role
from cms.pages.models import ContactPage
from courses.models import ModulePage
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1
from tests.factories.pages import content_page

pytestmark = pytest.mark.usefixtures("site_loaded")


def reserve(page, kind=PageViewRestriction.GROUPS):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mot")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.set(Group.objects.filter(name=Role.MEMBER.label))


def signed_in(role=None):
    client = Client()
    client.force_login(UserFactory(role=role))
    return client


def test_a_signed_in_person_without_the_group_is_refused_rather_than_sent_round(client):
    reserve(content_page(slug="reservee"))
    assert client.get("/reservee/").headers["Location"] == "/compte/connexion/?next=/reservee/"
    assert signed_in().get("/reservee/", follow=True).status_code == 403
    assert signed_in(Role.MEMBER).get("/reservee/").status_code == 200


def test_the_password_of_a_page_is_still_asked():
    reserve(content_page(slug="reservee"), PageViewRestriction.PASSWORD)
    assert signed_in().get("/reservee/").status_code == 200


def test_a_reserved_document_is_refused(client):
    collection = Collection.get_first_root_node().add_child(name="Membres")
    document = Document.objects.create(title="x", file=ContentFile(b"x", "x.pdf"), collection=collection)
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.set(Group.objects.filter(name=Role.MEMBER.label))
    assert client.get(document.url).status_code == 302
    assert signed_in().get(document.url, follow=True).status_code == 403
    served = signed_in(Role.MEMBER).get(document.url)
    assert (served.status_code, b"".join(served)) == (200, b"x")
    served.close()


@pytest.mark.parametrize("above", [False, True])
def test_a_reserved_module_tells_nothing_to_whoever_asks_for_its_activities(client, above):
    module = load_module_1()
    screen = module.screens[0].id
    course = module.get_parent().specific
    paths = [f"module/{module.module_key}", f"module/{module.module_key}/ecran/{screen}"]
    paths += [f"parcours/{course.key}"] if above else []
    assert [client.get(f"/xapi/{path}").status_code for path in paths] == [200] * len(paths)
    reserve(course if above else module)
    assert [client.get(f"/xapi/{path}").status_code for path in paths] == [404] * len(paths)
    assert [signed_in(Role.MEMBER).get(f"/xapi/{path}").status_code for path in paths] == [200] * len(paths)
    assert ModulePage.objects.live().filter(pk=module.pk).exists()


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 302), (Role.ANIMATOR, 200), (Role.ADMINISTRATOR, 200)])
def test_messages_are_read_by_those_who_answer_them(role, status):
    page = ContactPage.objects.get()
    assert signed_in(role).get(f"/admin/forms/submissions/{page.pk}/").status_code == status


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_message_becomes_a_formula(text):
    page = ContactPage.objects.get()
    FormSubmission.objects.create(page=page, form_data={"votre_message": text})
    response = signed_in(Role.ANIMATOR).get(f"/admin/forms/submissions/{page.pk}/?export=csv")
    (row,) = b"".join(response).decode().splitlines()[1:]
    assert row.endswith((f",'{text}", f',"\'{text}"'))


@pytest.mark.parametrize("path", ["/%00", "/?q=%00", "/compte/%00/", "/?%00=a", "/attestation/?code=%00"])
def test_a_nul_in_an_address_is_a_bad_request(client, path):
    assert client.get(path).status_code == 400


def test_a_nul_in_a_cookie_is_a_bad_request():
    # The octal escape of quoted cookies: no byte of the request is zero.
    assert Client(headers={"Cookie": r'sessionid="aaaaaaaa\000"'}).get("/compte/").status_code == 400


def test_private_copies_are_not_kept_and_public_ones_may_be(client):
    page = content_page(slug="publique")
    assert "Cache-Control" not in client.get(page.url).headers
    control = signed_in().get(page.url).headers["Cache-Control"]
    assert {"no-store", "private"} <= set(control.replace(" ", "").split(","))
