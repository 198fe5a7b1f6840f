"""Django's settings. What differs between machines comes from the environment, what differs between cities from data.

SOLMU_DIR            the instance's folder (default ./var)
SOLMU_DATABASE_URL   postgres://user:password@host:port/name; without it SQLite in the instance's folder
SOLMU_SECRET_KEY     the secret key; without it one is made and kept in the instance's folder
SOLMU_HOSTS          host names to answer to, separated by commas (default localhost)
SOLMU_ADDRESS        the site's own address, such as https://ties.example.org; links in mails begin with it
SOLMU_SMTP_URL       the mail server: smtp://user:password@host:port, smtp+starttls:// or smtps://; else no mail goes
SOLMU_MAIL_FROM      whom mail comes from, such as ties@example.org
SOLMU_PROXIES        how many servers of one's own stand in front and add to X-Forwarded-For (default 0)
SOLMU_PAGES_MEGABYTES  memory of each process to keep pages in (default 32; 0: none are kept)
SOLMU_DEBUG          1 while developing
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from solmu.core.city import instance_folder

PACKAGE = Path(__file__).resolve().parent.parent
INSTANCE = instance_folder()


def _database(url: str | None) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": INSTANCE / "solmu.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    # What is erased is overwritten. Pages are kept up to 64 MiB; the usual 2 hold no large record.
                    "PRAGMA secure_delete=ON; PRAGMA cache_size=-65536;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("SOLMU_DATABASE_URL must begin with postgres://. Leave it out to use SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _mail_server(url: str | None) -> dict[str, object]:
    """Host, port, account and kind of encryption of the mail server; an empty host where there is none."""
    if not url:
        names = ("HOST", "PORT", "USER", "PASSWORD", "USE_SSL", "USE_TLS")
        return dict(zip(names, ("", 0, "", "", False, False), strict=True))
    usual_ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    wrong = ImproperlyConfigured(
        "SOLMU_SMTP_URL is not understood. Write for example smtp+starttls://user:password@mail.example.org:587."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in usual_ports or not parts.hostname or parts.path.strip("/") or parts.query:
        raise wrong
    return {
        "HOST": parts.hostname,
        "PORT": port or usual_ports[parts.scheme],
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "USE_SSL": parts.scheme == "smtps",
        "USE_TLS": parts.scheme == "smtp+starttls",
    }


def _site_address(text: str | None) -> str:
    if not text:
        return ""
    try:
        is_one = urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname)
    except ValueError:
        is_one = False
    if not is_one:
        raise ImproperlyConfigured("SOLMU_ADDRESS is no address. Write it whole, such as https://ties.example.org.")
    return text.rstrip("/")


def _sender(text: str | None) -> str:
    address = (text or "").strip()
    if address and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
        raise ImproperlyConfigured("SOLMU_MAIL_FROM is no e-mail address. Write for example ties@example.org.")
    return address


def _proxies(text: str | None) -> int:
    if not (text or "0").isdecimal():
        raise ImproperlyConfigured("SOLMU_PROXIES is no number. Write how many servers stand in front, such as 1.")
    return int(text or 0)


def _pages_kept(text: str | None) -> int:
    if not (text or "0").isdecimal():
        raise ImproperlyConfigured("SOLMU_PAGES_MEGABYTES is no number. Write how many megabytes, such as 32.")
    return int(text or 32) * 1024 * 1024


def _secret_key() -> str:
    if key := os.environ.get("SOLMU_SECRET_KEY"):
        return key
    path = INSTANCE / "secret-key"
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    if not INSTANCE.is_dir():
        return secrets.token_urlsafe(48)
    key = secrets.token_urlsafe(48)
    path.touch(mode=0o600)
    path.write_text(key, encoding="ascii")
    return key


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("SOLMU_DEBUG") == "1"
ALLOWED_HOSTS = (os.environ.get("SOLMU_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")

PROXIES = _proxies(os.environ.get("SOLMU_PROXIES"))
PAGES_KEPT = _pages_kept(os.environ.get("SOLMU_PAGES_MEGABYTES"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_tasks",
    "django_tasks_db",
    "solmu.core",
    "solmu.places",
    "solmu.registry",
    "solmu.intake",
    "solmu.participation",
    "solmu.stewardship",
    "solmu.search",
    "solmu.portal",
]

# What puts headers on answers stands before what answers: static files carry them too.
MIDDLEWARE = [
    "solmu.config.headers.safety_headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "solmu.config.headers.words_for_refusals",
    "django.middleware.common.CommonMiddleware",
]

ROOT_URLCONF = "solmu.config.urls"
WSGI_APPLICATION = "solmu.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": _database(os.environ.get("SOLMU_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.Account"

SITE_ADDRESS = _site_address(os.environ.get("SOLMU_ADDRESS"))

_MAIL = _mail_server(os.environ.get("SOLMU_SMTP_URL"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _MAIL["HOST"]
EMAIL_PORT = _MAIL["PORT"]
EMAIL_HOST_USER = _MAIL["USER"]
EMAIL_HOST_PASSWORD = _MAIL["PASSWORD"]
EMAIL_USE_SSL = _MAIL["USE_SSL"]
EMAIL_USE_TLS = _MAIL["USE_TLS"]
# Seconds. A hand-over is five answers of the server; a claim on a mail outlasts all of them.
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = _sender(os.environ.get("SOLMU_MAIL_FROM"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "en"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static"
# The built files are served as they are; there is nothing to collect.
WHITENOISE_ROOT = None
WHITENOISE_USE_FINDERS = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 60 * 60 * 24

MEDIA_ROOT = INSTANCE / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # Enhancements alone: every page works without them. They ask nobody but the site itself.
        "script-src": [SELF],
        "connect-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # The design system's stylesheet carries small pictures as data.
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "solmu.opendata.secrecy.LineWithoutSecrets",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
