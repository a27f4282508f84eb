"""The one settings file of the product; values that an office may choose come from ``config.env``."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from bihuan.web.config.env import SettingError, read, secret_key
from bihuan.web.config.storing import evidence_types, signing, stores

try:
    ENV: dict[str, Any] = dict(read(os.environ))
    DATA = Path(ENV["BIHUAN_DATA"]).resolve()
    SECRET_KEY = secret_key(ENV["BIHUAN_SECRET_KEY"], DATA)
    STORAGES = stores(ENV, DATA)
    EVIDENCE_TYPES, SIGNING = evidence_types(ENV), signing(ENV)
except (SettingError, OSError) as error:
    raise ImproperlyConfigured(str(error)) from error

HERE = Path(__file__).resolve().parent
DEBUG = ENV["BIHUAN_DEBUG"]
ALLOWED_HOSTS = list(ENV["BIHUAN_HOSTS"])
CSRF_TRUSTED_ORIGINS = list(ENV["BIHUAN_ORIGINS"])
ROOT_URLCONF = "bihuan.web.config.urls"
WSGI_APPLICATION = "bihuan.web.config.wsgi.application"

# Downwards only: an app knows the apps below it in this list, never those above.
APPS = [
    *("api", "board", "papers", "enquiries", "disclosure", "supervision", "assistance", "rectification"),
    *("diagnosis", "inspections"),
    *("evidence", "search", "notices", "saved", "accounts", "base"),
]
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    *(f"bihuan.web.{app}" for app in APPS),
]
MIDDLEWARE = [
    # First, so that no answer goes out without it: files and refusals of the host name included.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bihuan.web.base.hygiene.HygieneMiddleware",
    "bihuan.web.disclosure.public.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.web.accounts.middleware.SessionWatch",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bihuan.web.base.middleware.ServiceErrorMiddleware",
]
# One template language for every page (docs/decisions): Jinja2 through Django's own backend.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "bihuan.web.config.jinja.environment"},
    }
]

# --- data ---------------------------------------------------------------------------------------------------
DATABASE_URL = ENV["DATABASE_URL"] or f"sqlite:///{DATA / 'bihuan.sqlite3'}"
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes its lock at once and waits for others instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # To compile a statement takes longer than any of ours runs.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["bihuan.web.accounts.backends.AccountBackend"]
SESSION_ENGINE = "bihuan.web.accounts.session_store"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
OIDC = bool(ENV["BIHUAN_OIDC_ISSUER"])
if OIDC and not ENV["BIHUAN_OIDC_ISSUER"].startswith(("https://", "http://127.0.0.1", "http://localhost")):
    raise ImproperlyConfigured("设置“BIHUAN_OIDC_ISSUER”应以 https:// 开头，否则登录信息会在路上被看到。")
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "accounts:login", "board:home", "accounts:login"
CSRF_FAILURE_VIEW = "bihuan.web.config.errors.csrf"
WRONG_VERB_VIEW = "bihuan.web.config.errors.wrong_verb"

# --- what browsers are told ---------------------------------------------------------------------------------
HTTPS = ENV["BIHUAN_HTTPS"]
# The session itself knows when it is over (accounts.sessions); its row outlives that by three days, so that a
# form left open on Friday and sent on Monday still finds its owner.
SESSION_COOKIE_AGE = int(timedelta(hours=ENV["BIHUAN_SESSION_HOURS"] + 72).total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "bihuan_session", "bihuan_csrf"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- uploads: what a request may hold before anything is read
# ------------------------------------------------
UPLOAD_LIMIT = ENV["BIHUAN_UPLOAD_MB"] * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- files that pages are served with -----------------------------------------------------------------------
FONTS = Path(ENV["BIHUAN_FONTS"] or DATA / "fonts")
STATIC_URL = "/static/"
# Files of npm packages, put there by the setup: in the data folder, or where a checkout keeps them.
VENDOR = next((one for one in (DATA / "vendor", HERE.parents[3] / "var" / "vendor") if one.is_dir()), None)
STATICFILES_DIRS = [HERE / "static", *([VENDOR] if VENDOR else [])]
# Straight from the folders: no collecting step between an edit and the page, and nothing to forget.
WHITENOISE_USE_FINDERS = True

# --- language and time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = ENV["BIHUAN_TIME_ZONE"]
USE_TZ, USE_I18N = True, True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV["BIHUAN_LOG_LEVEL"]},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
