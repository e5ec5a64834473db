"""Swapping the theme is a setting: what the theme leaves out comes from the DSFR theme."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json, django
django.setup()
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
print(json.dumps({
    "footer": render_to_string("includes/footer.html"),
    "base": get_template("base.html").origin.name,
    "sheet": finders.find("campus/campus.css"),
    "icons": finders.find("campus/icons.css"),
}))
"""


def probe(theme: str) -> dict[str, str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "THEME": theme}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_theme_overrides_one_template_and_one_sheet():
    theme = ROOT / "tests" / "theme"
    found = probe(str(theme))
    assert "Thème d’essai" in found["footer"]
    assert found["sheet"] == str(theme / "static/campus/campus.css")
    assert found["base"] == str(ROOT / "themes/dsfr/templates/base.html")
    assert found["icons"] == str(ROOT / "themes/dsfr/static/campus/icons.css")


def test_every_icon_of_the_sheet_exists():
    sheet = ROOT / "themes/dsfr/static/campus/icons.css"
    urls = [part.split('"')[0] for part in sheet.read_text().split('url("../')[1:]]
    assert [url for url in urls if finders.find(url) is None] == []


@pytest.mark.parametrize("folder", ["themes", "tests/theme"])
def test_no_template_holds_an_inline_style_or_script(folder):
    found = [
        path.name
        for path in (ROOT / folder).rglob("templates/**/*.html")
        if "/mail/" not in str(path) and any(mark in path.read_text() for mark in (' style="', "<script>", "onclick="))
    ]
    assert found == []
