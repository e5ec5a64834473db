"""Settings shared by development, tests and production. Every variable is described in `.env.example`."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SITE_NAME = "Campus Services Publics +"
SITE_URL = env("SITE_URL", default="http://localhost:" + env("PORT", default="8000")).rstrip("/")

# -- Applications ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "xapi",
    "courses",
    "cms.pages",
    "cms.accounts",
    "cms.mail",
    "cms.core",
    "dsfr",
    "widget_tweaks",
    "axes",
    "csp",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.AccountsAdminConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "corsheaders",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "xapi.middleware.StoreMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.core.middleware.AdminPolicyMiddleware",
    "cms.core.middleware.PrivatePagesMiddleware",
    "cms.core.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
# Any page may call the store from a browser: a key is needed, and neither cookies nor sessions count there.
CORS_URLS_REGEX = r"^/xapi/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"]
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "if-match",
    "if-none-match",
    "prefer",
    "x-experience-api-hash",
    "x-experience-api-version",
    "x-requested-with",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Last-Modified",
    "Preference-Applied",
    "Retry-After",
    "X-Experience-API-Consistent-Through",
    "X-Experience-API-Version",
    "X-Refused-Statements",
]
CORS_PREFLIGHT_MAX_AGE = 86_400
OWN_ERRORS = ("/xapi/",)  # paths whose errors are answers of an API, in its own format
WSGI_APPLICATION = "cms.wsgi.application"

# -- Theme: the named folder of themes/ (or a path) comes first, the DSFR theme fills what it leaves out ---------------

THEME = env("THEME", default="dsfr")
THEME_DIRS = [BASE_DIR / "themes" / THEME]  # an absolute THEME wins over the joined prefix
if THEME != "dsfr":
    THEME_DIRS.append(BASE_DIR / "themes" / "dsfr")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [theme / "templates" for theme in THEME_DIRS],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.core.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The three django-dsfr defaults that are dangerous: integrity checksums break on rewritten CSS, raw content is XSS.
DSFR_USE_INTEGRITY_CHECKSUMS = False
DSFR_CONTENT_IS_SAFE = False
DSFR_MARK_OPTIONAL_FIELDS = True

# -- Data --------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when the transaction starts: no "database is locked" half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by every web process: throttling and rate limits count across them.
CACHE_URL = env("CACHE_URL", default="")
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        # Past this Django drops a third at random, counters of the rate limits included.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR / "private"  # attestations and exports: only ever served by a view
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there yet
STATIC_URL = "/static/"
STATICFILES_DIRS = [theme / "static" for theme in THEME_DIRS]
FILE_UPLOAD_PERMISSIONS = 0o640

# -- Language ----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("fr", "Français")]

# -- Accounts ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "cms.accounts.backends.ConfirmedAccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # every link sent by mail
SAMPLE_ACCOUNTS_ALLOWED = False
ACCOUNT_ERASURE_DELAY = timedelta(days=30)
UNCONFIRMED_ACCOUNT_RETENTION = timedelta(days=7)
SIGN_IN_LOG_RETENTION = timedelta(days=180)
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody chooses another person's password

# Failed sign-ins count for an address from a place: a stranger elsewhere locks nobody out. What comes from one place
# for all addresses together has its own limit, wide enough for a school or an office behind one public address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many of ours add to X-Forwarded-For; 0: it is not read
AXES_HANDLER = "cms.accounts.throttling.SignInThrottle"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
SIGN_IN_FAILURES_PER_PLACE = 100
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "cms.accounts.throttling.sign_in_name"
AXES_CLIENT_IP_CALLABLE = "cms.accounts.throttling.client_address"
AXES_LOCKOUT_CALLABLE = "cms.accounts.throttling.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# What `load_samples` runs, in order.
SAMPLE_COMMANDS = ["load_site", "load_networks", "load_modules"]

# -- Security ----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the DSFR style sheets draw their arrows with data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.core.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# -- Mail --------------------------------------------------------------------------------------------------------------

EMAIL_URL = env("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "cms.mail.backends.FolderBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="Campus Services Publics + <campus@localhost>")
CONTACT_EMAIL = env("CONTACT_EMAIL", default="contact@localhost")
CONTACT_RETENTION_DAYS = 365

# -- How long what learners leave behind is kept: what the page « Données personnelles » promises ---------------------

RETENTION = {
    "answers": timedelta(days=365),
    "attempts": timedelta(days=3 * 365),  # without any action in the module
    "attestations": timedelta(days=5 * 365 + 2),  # five whole years, leap days included
    "statements": timedelta(days=365),  # our own
}

# -- Work behind the page ----------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    for folder in ("queue", "control"):
        (DATA_DIR / "celery" / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "celery" / "queue"),
        "data_folder_out": str(DATA_DIR / "celery" / "queue"),
        "control_folder": str(DATA_DIR / "celery" / "control"),
        "polling_interval": 0.25,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a killed worker's task runs again; every task is idempotent
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celery-beat")
CELERY_TIMEZONE = TIME_ZONE
# The sweeps are the guarantee: no request waits for the broker. A tick taken too late is dropped, the next one does it.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "xapi-flush-outbox": {"task": "xapi.tasks.flush_outbox", "schedule": 1.0, "options": {"expires": 1}},
    "xapi-deliver": {"task": "xapi.tasks.deliver_due", "schedule": 5.0, "options": {"expires": 5}},
    "xapi-erase": {"task": "xapi.tasks.erase_due", "schedule": 60.0, "options": {"expires": 60}},
    "render-attestations": {"task": "courses.render_attestations", "schedule": 5, "options": {"expires": 5}},
    "purge-export-log": {"task": "courses.purge_export_log", "schedule": 86_400},
    "forget-learning": {"task": "courses.forget", "schedule": crontab(minute=15, hour=4)},
    "forget-statements": {"task": "xapi.tasks.forget_statements", "schedule": crontab(minute=30, hour=4)},
    "xapi-forget-refused-requests": {"task": "xapi.tasks.forget_refused_requests", "schedule": 3600},
    "xapi-tell-lag": {"task": "xapi.tasks.tell_lag", "schedule": 300},
    "xapi-keep-partitions": {"task": "xapi.tasks.keep_partitions", "schedule": crontab(minute=45, hour=4)},
    "forget-messages": {"task": "cms.pages.tasks.forget_messages", "schedule": 60 * 60 * 24},
    "deliver-mails": {"task": "cms.mail.tasks.deliver_due_mails", "schedule": 3, "options": {"expires": 3}},
    "clean-up-accounts": {"task": "cms.accounts.tasks.clean_up_accounts", "schedule": crontab(minute=15, hour=3)},
    "erase-due-accounts": {"task": "cms.accounts.tasks.erase_due_accounts", "schedule": crontab(minute=45)},
}

# -- Statements (xAPI) -------------------------------------------------------------------------------------------------

# What the ids of our activities start with. It must never change once statements have left for other stores.
XAPI_BASE_IRI = env("XAPI_BASE_IRI", default="") or f"{SITE_URL}/xapi/"
# Hosts of delivery targets that may be reached without TLS or at a private address.
XAPI_TRUSTED_TARGETS = env.list("XAPI_TRUSTED_TARGETS", default=[])
XAPI_MAX_BODY_BYTES = env.int("XAPI_MAX_BODY_BYTES", default=32_000_000)  # of one request, its attachments included
# Requests that were refused hold what others know about their people: administrators alone read them, for some days.
XAPI_REFUSED_REQUESTS_KEPT = timedelta(days=env.int("XAPI_REFUSED_REQUESTS_DAYS", default=7))
XAPI_REFUSED_REQUESTS_PER_KEY = 200
XAPI_REFUSED_BODY_BYTES = 250_000  # kept of each; a longer body cannot be sent again from the administration
XAPI_LAG_ALERT = timedelta(minutes=env.int("XAPI_LAG_ALERT_MINUTES", default=60))  # a delivery this late is told
XAPI_RETRY_SECONDS = (10, 3600)  # first and longest wait after a failed delivery
XAPI_TIMEOUT_SECONDS = (5, 15)  # to connect to another store, and between two pieces of its answer

# -- Wagtail -----------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "accounts:login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE,
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp4", "odp", "ods", "odt", "pdf", "pptx", "vtt", "webm", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

# -- Logs: what happened, never who ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},  # one line for each failed sign-in would drown the rest
        "weasyprint": {"level": "WARNING"},  # a dozen lines per PDF file
        "fontTools": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},  # two lines for each object indexed
        "wagtail": {"level": "WARNING"},  # page titles; the administration keeps the history
        "kombu.connection": {"level": "ERROR"},  # a queue of files has no host name, and says so each time
    },
}
