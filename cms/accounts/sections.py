"""What « Mon compte » links to besides itself. An app adds its sections in its `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from cms.accounts.models import User


def everyone(user: User) -> bool:
    return True


@dataclass(frozen=True)
class AccountSection:
    """A link of « Mon compte »: `view` is a URL name without argument, `shown` says to whom it is of use."""

    name: str | Promise
    view: str
    description: str | Promise
    order: int = 100
    shown: Callable[[User], bool] = everyone

    @property
    def url(self) -> str:
        return reverse(self.view)


_sections: dict[str, AccountSection] = {}


def register_section(section: AccountSection) -> None:
    _sections[section.view] = section


def account_sections(user: User) -> list[AccountSection]:
    shown = [section for section in _sections.values() if section.shown(user)]
    return sorted(shown, key=lambda section: (section.order, section.view))
