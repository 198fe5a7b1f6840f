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
SOLMU_SESSION_IDLE_MINUTES  after how many minutes without a page somebody at the desk signs in again (default 60)
SOLMU_SESSION_HOURS  after how many hours somebody at the desk signs in again in any case (default 12)
SOLMU_OIDC_SECRET    the secret that the provider of single sign-on has given; the rest stands in config.toml
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


def _length(name: str, usual: int, most: int) -> int:
    text = os.environ.get(name) or str(usual)
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise ImproperlyConfigured(f"{name} is no number from 1 to {most}. Write for example {usual}.")
    return int(text)


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
    "django.contrib.messages",
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
    "solmu.desk",
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "solmu.desk.today.keeping.kept_matters",
    # Below /desk/ only: the public's pages set no cookie and vary by none.
    "solmu.desk.signing_in.middleware.sessions",
    "solmu.desk.signing_in.middleware.forged_posts",
    "solmu.desk.signing_in.middleware.accounts",
    "solmu.desk.signing_in.middleware.messages",
    "allauth.account.middleware.AccountMiddleware",
    "solmu.desk.signing_in.middleware.surroundings",
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

# --- signing in to the desk (docs/decisions/0030-signing-in.md) ---

DESK = "/desk/"
_IS_ENCRYPTED = SITE_ADDRESS.startswith("https://")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = DESK
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
# No rule of composition: length, and what is not easily guessed (OWASP ASVS 5.0, 6.2).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "solmu.core.passwords.LongestLength", "OPTIONS": {"most": 1000}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "solmu.core.passwords.NoWordOfTheCity"},
    {"NAME": "solmu.core.passwords.NotLeaked", "OPTIONS": {"seconds": 2}},
]
# A link to set a new password opens once, and within an hour; to set the first, within a week (signing_in/links).
PASSWORD_RESET_TIMEOUT = 60 * 60

SESSION_ENGINE = "solmu.desk.signing_in.sessions"
SESSION_IDLE_MINUTES = _length("SOLMU_SESSION_IDLE_MINUTES", 60, 24 * 60)
SESSION_HOURS = _length("SOLMU_SESSION_HOURS", 12, 30 * 24)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Not __Host-: that asks for the path /, and the public's pages would be sent the cookie.
SESSION_COOKIE_NAME = "__Secure-desk" if _IS_ENCRYPTED else "desk"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = DESK
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Secure-desk-form" if _IS_ENCRYPTED else "desk-form"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "solmu.desk.signing_in.views.refused_form"
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS else []
LANGUAGE_COOKIE_NAME = "desk-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# What all processes agree on: attempts to sign in, codes that were used.
CACHES = {"default": {"BACKEND": "solmu.core.passing_notes.PassingNotes"}}

ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_ADAPTER = "solmu.desk.signing_in.adapters.AccountAdapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "solmu.desk.signing_in.links.LinkTokens"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# A key is an account from one network address; a second bound, for an account from all of them, is the adapter's.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/10m/ip,5/5m/key",
    "login_failed_anywhere": "50/h/key",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
    "reauthenticate": "10/10m/user",
    "change_password": "5/m/user",
    "back_channel_logout": "60/m/ip",
}
MFA_ADAPTER = "solmu.desk.signing_in.adapters.SecondFactorAdapter"
# Recovery codes are ours (signing_in/recovery_codes): hashed, where django-allauth keeps a seed.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_FORMS = {
    "authenticate": "solmu.desk.signing_in.forms.Code",
    "reauthenticate": "solmu.desk.signing_in.forms.CodeOnceMore",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A passkey is known to verify a finger, a face or a PIN, not only to be there.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers give passkeys over plain http on the machine itself only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_ENCRYPTED
OIDC_SECRET = os.environ.get("SOLMU_OIDC_SECRET") or ""

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
    # Who signed in, failed or left, by the account's id and a network address cut short.
    "loggers": {"solmu.security": {"level": "INFO"}},
}
