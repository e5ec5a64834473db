"""`.env.example` lists every setting that the code reads from the environment, and no other."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)\"""")


def test_every_setting_is_in_the_example():
    read = {name for file in (ROOT / "cms/settings").glob("*.py") for name in READ.findall(file.read_text())}
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert listed == read
