"""First run and development: SQLite, no server to install, sample accounts. The pages behave as in production."""

from django.core.management.utils import get_random_secret_key

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR, SAMPLE_COMMANDS, env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

_key_file = DATA_DIR / "secret-key"
if not _key_file.exists():
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
# Not as the default: there, a key that begins with $ would be taken for the name of another variable.
SECRET_KEY = env("SECRET_KEY", default="") or _key_file.read_text()

WHITENOISE_USE_FINDERS = True
SERVE_MEDIA = True
XAPI_TRUSTED_TARGETS = env.list("XAPI_TRUSTED_TARGETS", default=["localhost", "127.0.0.1"])
SAMPLE_ACCOUNTS_ALLOWED = True
SAMPLE_COMMANDS = [*SAMPLE_COMMANDS, "load_sample_accounts"]
