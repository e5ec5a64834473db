"""The import contracts hold, and a violation is told with its chain."""

import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_violation_fails_with_the_chain_printed(tmp_path):
    for name in ("cms", "courses", "community", "events", "personas", "xapi"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _lint(tmp_path).returncode == 0
    with (tmp_path / "cms/core/html.py").open("a") as file:
        file.write("\nimport courses.scoring\n")
    broken = _lint(tmp_path)
    assert broken.returncode == 1
    assert "cms.core.html -> courses.scoring" in broken.stdout
