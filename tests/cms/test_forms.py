"""How forms are shown: labels, helps and errors tied to their fields."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from dsfr.forms import DsfrBaseForm


class Form(DsfrBaseForm):
    name = forms.CharField(label="Nom <b>complet</b>", help_text="Comme sur <i>votre</i> badge", max_length=10)
    town = forms.CharField(label="Ville", required=False)
    role = forms.ChoiceField(label="Rôle", choices=[("a", "Agent"), ("m", "Manager")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Sujets",
        help_text="Un ou plusieurs",
        choices=[("t", "Téléphone"), ("g", "Guichet")],
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.ChoiceField(label="Taille", choices=[("s", "Petite")])
    agree = forms.BooleanField(label="J'accepte", help_text="Les conditions")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(form, template="includes/form.html"):
    return BeautifulSoup(render_to_string(template, {"form": form}), "html.parser")


@pytest.fixture
def refused():
    return rendered(Form({"role": "", "town": "Romans"}))


def test_no_invented_attribute_is_left():
    assert rendered(Form()).select("[dsfr]") == []


def test_every_field_has_its_label():
    soup = rendered(Form())
    named = [tag["id"] for tag in soup.select("input:not([type=hidden]), select")]
    assert sorted(label["for"] for label in soup.select("label")) == sorted(named)
    assert [legend.get_text(strip=True) for legend in soup.select("fieldset > legend")] == ["Rôle", "Sujets"]


def test_what_is_optional_is_told():
    optional = [label.get_text(" ", strip=True) for label in rendered(Form()).select("label:has(.campus-optional)")]
    assert optional == ["Ville (facultatif)"]


def test_labels_and_helps_are_text():
    soup = rendered(Form())
    assert soup.select("b, i") == []
    assert soup.select_one("#id_name_helptext").get_text() == "Comme sur <i>votre</i> badge"


def described(soup, tag):
    return [soup.select_one(f"#{part}").get_text(" ", strip=True) for part in tag["aria-describedby"].split()]


def test_helps_and_errors_describe_their_field(refused):
    missing = "Erreur : Champ requis."
    assert described(refused, refused.select_one("#id_name")) == ["Comme sur <i>votre</i> badge", missing]
    assert described(refused, refused.select_one("fieldset#id_topics")) == ["Un ou plusieurs", missing]
    assert described(refused, refused.select_one("fieldset#id_role")) == [missing]
    assert described(refused, refused.select_one("#id_agree")) == ["Les conditions", missing]
    assert refused.select_one("#id_name")["aria-invalid"] == "true"
    assert refused.select_one("#id_town").get("aria-invalid") is None


def test_what_was_typed_is_kept(refused):
    assert refused.select_one("#id_town")["value"] == "Romans"


def test_the_summary_leads_to_each_field_in_error(refused):
    form = Form({"role": ""})
    form.add_error(None, "Tout est à revoir.")
    summary = rendered(form, "includes/form_errors.html")
    assert summary.h2.get_text() == "Le formulaire contient 6 erreurs"
    assert summary.select_one("[tabindex='-1']").has_attr("autofocus")
    targets = [link["href"] for link in summary.select("a")]
    assert targets == ["#id_name", "#id_role_0", "#id_topics_0", "#id_size", "#id_agree"]
    assert [target for target in targets if refused.select_one(target) is None] == []


def test_a_form_without_error_has_no_summary():
    assert rendered(Form(), "includes/form_errors.html").get_text(strip=True) == ""


def pagination(number, count=95, query="q=accueil&page=4"):
    page_obj = Paginator(range(count), 10).get_page(number)
    request = RequestFactory().get(f"/?{query}")
    html = render_to_string("includes/pagination.html", {"page_obj": page_obj}, request=request)
    return BeautifulSoup(html, "html.parser")


@pytest.mark.django_db
def test_pagination_keeps_the_filter():
    links = pagination(4).select("a[href]")
    assert {link["href"].split("&page=")[0] for link in links} == {"?q=accueil"}


@pytest.mark.django_db
def test_pagination_shows_the_ends_and_the_neighbours():
    soup = pagination(5)
    numbers = [item.get_text(strip=True).removeprefix("Page") for item in soup.select("li > :not([class*='--'])")]
    assert numbers == ["1", "…", "4", "5", "6", "…", "10"]
    assert soup.select_one("[aria-current=page]").get_text(strip=True) == "Page5"


@pytest.mark.django_db
def test_one_page_needs_no_pagination():
    assert pagination(1, count=3).nav is None
