"""Django's settings, from the environment. docs/reference/settings.md lists the variables."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from floorwalker.config.database_url import django_database
from floorwalker.config.env import (
    env_choice,
    env_flag,
    env_list,
    env_networks,
    env_number,
    env_numbers,
    env_text,
)
from floorwalker.config.mail_url import django_mail
from floorwalker.config.openid import openid_provider
from floorwalker.config.parallel import cores
from floorwalker.foundation.data_folder import secret

PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = env_flag("FLOORWALKER_DEBUG")
SECRET_KEY = env_text("FLOORWALKER_SECRET_KEY") or secret("django-secret-key")
SEALING_KEYS = env_list("FLOORWALKER_SEALING_KEYS")  # none: the data folder keeps one
ALLOWED_HOSTS = env_list("FLOORWALKER_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("FLOORWALKER_ORIGINS")

INSTALLED_APPS = [
    "floorwalker.foundation.ui",
    "floorwalker.foundation.people",
    "floorwalker.foundation.accounts",
    "floorwalker.foundation.audit",
    "floorwalker.foundation.api",
    "floorwalker.foundation.demand",
    "floorwalker.foundation.jobs",
    "floorwalker.foundation.live",
    "floorwalker.foundation.retention",
    "floorwalker.foundation.webhooks",
    "floorwalker.duties.history",
    "floorwalker.duties.scheduling",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "floorwalker.foundation.metrics.requests.CountingMiddleware",
    "floorwalker.config.protection.ProtectionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "floorwalker.foundation.api.middleware.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "floorwalker.config.host_names.HostNamesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "floorwalker.foundation.accounts.ended_session.EndedSessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "floorwalker.foundation.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

ROOT_URLCONF = "floorwalker.config.urls"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # the mail says "for one day"

PROVIDER = openid_provider()

CAN_MAIL = bool(mail_url := env_text("FLOORWALKER_MAIL_URL"))
vars().update(django_mail(mail_url))
DEFAULT_FROM_EMAIL = env_text("FLOORWALKER_MAIL_FROM", "floorwalker@localhost")

# Without an address every use of the database fails with Django's own clear error;
# commands get one through floorwalker.cli._database.
DATABASES = {"default": django_database(url)} if (url := env_text("DATABASE_URL")) else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-ca"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["floorwalker.config.formats"]

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # of no use: accounts/sign_ins.py renews it

HTTPS = env_flag("FLOORWALKER_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked on this machine, without a proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains and
    "security.W021",  # browsers' preload lists: up to whoever owns the domain, not to us
]

METRICS_TOKEN = env_text("FLOORWALKER_METRICS_TOKEN")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # forms; files are read from the disk in pieces
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Which adapter serves which port of a duty.
PORTS = {
    "accounts.provider": "floorwalker.adapters.openid.OpenIdProvider",
    "history.reader": "floorwalker.adapters.intake.reader",
    "scheduling.forecast_methods": "floorwalker.adapters.forecast_peers.installed_methods",
    "scheduling.lost_time_reader": "floorwalker.adapters.lost_time.read_lost_time",
    "webhooks.sender": "floorwalker.adapters.webhooks.sender",
}

CORES = cores()  # on which replications are played

AUDIT_ANCHORS_FOLDER = env_text("FLOORWALKER_ANCHORS")  # beside the one in the data folder
WEBHOOK_PORTS = env_numbers("FLOORWALKER_WEBHOOK_PORTS", "443,8443", least=1, most=65_535)
WEBHOOK_NETWORKS = env_networks("FLOORWALKER_WEBHOOK_NETWORKS")
WEBHOOK_HTTP_ON_LOOPBACK = env_flag("FLOORWALKER_WEBHOOK_HTTP_ON_LOOPBACK")
WEBHOOK_KEEP_DAYS = env_number("FLOORWALKER_WEBHOOK_KEEP_DAYS", 30, least=4, most=3_650)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "floorwalker.config.json_log.JsonLines"},
    },
    "filters": {"private": {"()": "floorwalker.config.private_log.NothingPersonal"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["private"],
            "formatter": env_choice("FLOORWALKER_LOG_FORMAT", ("lines", "json")),
        }
    },
    "root": {"handlers": ["stderr"], "level": env_text("FLOORWALKER_LOG_LEVEL", "WARNING")},
}
