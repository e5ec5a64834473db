"""The contact form, made from the fields that editors chose."""

from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

TRAP = "site_web"  # a field that people do not see; robots fill it
MESSAGE_MAX_LENGTH = 5000


class ContactForm(DsfrBaseForm, BaseForm):
    """Base of the forms that `ContactFormBuilder` makes. Takes `user` and `page` besides a form's own arguments."""


class ContactFormBuilder(FormBuilder):
    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        options["max_length"] = MESSAGE_MAX_LENGTH
        options["widget"] = forms.Textarea(attrs={"rows": 8})
        return super().create_multiline_field(field, options)

    @property
    def formfields(self) -> dict[str, forms.Field]:
        made = super().formfields
        for field, form_field in zip(self.fields, made.values(), strict=True):
            if field.autocomplete:
                form_field.widget.attrs["autocomplete"] = field.autocomplete
        return made

    def get_form_class(self) -> type[ContactForm]:
        return type("ContactFormOfPage", (ContactForm,), self.formfields)
