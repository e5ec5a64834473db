"""A person with a browser that has no JavaScript: reads pages, fills forms."""

from typing import Any

import requests
from bs4 import BeautifulSoup, Tag


class Visitor:
    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.page = BeautifulSoup("", "html.parser")
        self.address = url

    def open(self, path: str) -> BeautifulSoup:
        return self.read(self.session.get(self.url + path, timeout=30))

    def read(self, response: requests.Response) -> BeautifulSoup:
        assert response.status_code == 200, (response.status_code, response.text[:2000])
        self.address = response.url
        self.page = BeautifulSoup(response.text, "html.parser")
        return self.page

    def form(self, action: str) -> Tag:
        """The first form of the page whose action holds `action`."""
        return next(form for form in self.page.find_all("form") if action in (form.get("action") or self.address))

    def filled(self, action: str, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Where the form goes and what it sends: its hidden and preset fields, then `fields`."""
        form = self.form(action)
        data: dict[str, Any] = {}
        for field in form.find_all("input"):
            kind = field.get("type", "text")
            if field.get("name") and (kind not in ("radio", "checkbox", "submit") or field.has_attr("checked")):
                data.setdefault(field["name"], []).append(field.get("value", ""))
        return requests.compat.urljoin(self.address, form.get("action") or ""), data | fields

    def submit(self, action: str, **fields: Any) -> BeautifulSoup:
        address, data = self.filled(action, **fields)
        return self.read(self.post(address, data))

    def post(self, address: str, data: dict[str, Any]) -> requests.Response:
        return self.session.post(address, data=data, headers={"Referer": self.address}, timeout=90)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/compte/connexion/")
        self.submit("connexion", username=email, password=password)
