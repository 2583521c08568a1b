"""Settings, all of them: read from the environment, refused in production when missing or unsafe.

=========================  ==========================================================================
Variable                   Meaning, default
=========================  ==========================================================================
GUYWIRE_ENV                ``development`` (default) or ``production``
GUYWIRE_SECRET_KEY         signs sessions; production: required, 50 characters or more.
                           Development: made once and kept in var/secret_key
GUYWIRE_ALLOWED_HOSTS      host names served, separated by commas; production: required
GUYWIRE_PUBLIC_URL         address people open; production: required, ``https://…``
GUYWIRE_BEHIND_PROXY       ``1``: a proxy in front ends TLS; its X-Forwarded-Proto and X-Forwarded-For are believed
GUYWIRE_HSTS_SECONDS       how long browsers insist on https; production: 31536000 (a year)
GUYWIRE_RATE_LIMIT         requests a minute for each token or session over REST; 6000, 0 for no limit
GUYWIRE_FAILED_SIGN_INS    requests a minute for each address that does not sign in; 120, 0 for no limit
GUYWIRE_DEBUG              ``1``: Django's error pages; refused in production
GUYWIRE_METRICS_TOKEN      opens /metrics to who sends it as a bearer token; without it there is no such page.
                           20 characters or more
GUYWIRE_STATEMENT_TIMEOUT  longest a database statement may run, seconds; 30
GUYWIRE_PREPARE            ``0``: prepare no statements; for a pooler that hands out its
                           connections by transaction and does not know prepared statements
GUYWIRE_TEST_DB            name of the test database; ``test_guywire``
GUYWIRE_WEBHOOK_LOOPBACK   ``1``: webhooks may go to this machine, also without TLS; refused in production
GUYWIRE_WEBHOOK_PORTS      ports that webhooks may go to, besides 443 and 8443, separated by commas
GUYWIRE_VAR                folder for what is made while running; ``var`` beside manage.py
DATABASE_URL               a PostgreSQL server; without it the embedded one under GUYWIRE_VAR
=========================  ==========================================================================
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from clinic.database import DatabaseProblem, connection_settings, var_folder
from clinic.environment import Environment, development_secret_key
from clinic.http.operation_ids import TAGS
from clinic.logs import logging_settings

django_stubs_ext.monkeypatch()  # before any model, form or admin is imported

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = var_folder(os.environ)

env = Environment(os.environ)
PRODUCTION = env.choice("GUYWIRE_ENV", ("development", "production"), "development") == "production"
DEBUG = env.flag("GUYWIRE_DEBUG")

# --- who may reach it, and how ------------------------------------------------------------------------
SECRET_KEY = env.text("GUYWIRE_SECRET_KEY", required=PRODUCTION)
ALLOWED_HOSTS = env.words("GUYWIRE_ALLOWED_HOSTS", required=PRODUCTION)
PUBLIC_URL = env.text("GUYWIRE_PUBLIC_URL", required=PRODUCTION).rstrip("/")
METRICS_TOKEN = env.text("GUYWIRE_METRICS_TOKEN")
env.refuse_if(
    0 < len(METRICS_TOKEN) < 20, "GUYWIRE_METRICS_TOKEN: at least 20 characters, random; or unset, and /metrics is closed."
)
if PRODUCTION:
    env.refuse_if(DEBUG, "GUYWIRE_DEBUG: error pages show settings and data; unset it.")
    env.refuse_if("*" in ALLOWED_HOSTS, "GUYWIRE_ALLOWED_HOSTS: name the hosts; '*' accepts any.")
    env.refuse_if(
        bool(PUBLIC_URL) and (urlsplit(PUBLIC_URL).scheme != "https" or not urlsplit(PUBLIC_URL).hostname),
        "GUYWIRE_PUBLIC_URL: must begin with https:// and name a host.",
    )
    env.refuse_if(
        bool(SECRET_KEY) and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10),
        "GUYWIRE_SECRET_KEY: at least 50 characters, random; for example from "
        "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`.",
    )
else:
    SECRET_KEY = SECRET_KEY or development_secret_key(VAR_DIR)
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    PUBLIC_URL = PUBLIC_URL or "http://127.0.0.1:8000"
    # browsers keep one set of cookies for all ports of a host: two checkouts must not sign each other out
    SESSION_COOKIE_NAME = f"guywire_session_{urlsplit(PUBLIC_URL).port}"
    CSRF_COOKIE_NAME = f"guywire_csrf_{urlsplit(PUBLIC_URL).port}"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if urlsplit(PUBLIC_URL).hostname else []

# --- transport and cookies ----------------------------------------------------------------------------
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked from inside the container, without TLS
BEHIND_PROXY = env.flag("GUYWIRE_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env.whole("GUYWIRE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a long working day
# security.W021 asks for HSTS preloading: that is the domain owner's decision, and hard to take back.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- what runs ----------------------------------------------------------------------------------------
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
AUTH_USER_MODEL = "clinic.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "clinic.apps.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "clinic.apps.ClinicConfig",
    "clinic.webhooks.apps.WebhooksConfig",
    "patients",
    "assessments",
]
MIDDLEWARE = [
    "clinic.http.request_id.RequestIdMiddleware",
    "clinic.http.request_log.RequestLogMiddleware",
    "clinic.http.compression.JSONCompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic.access.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- database -----------------------------------------------------------------------------------------
try:
    connection = connection_settings(
        os.environ,
        statement_timeout=env.whole("GUYWIRE_STATEMENT_TIMEOUT", 30, least=1),
        prepare=env.choice("GUYWIRE_PREPARE", ("1", "0"), "1") == "1",
    )
except DatabaseProblem as problem:
    env.problems.append(str(problem))
    connection = {}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **connection,
        "CONN_MAX_AGE": 60,  # seconds; without persistent connections a request costs twice as much
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("GUYWIRE_TEST_DB") or "test_guywire"},
    }
}

# --- webhooks -----------------------------------------------------------------------------------------
WEBHOOK_LOOPBACK = env.flag("GUYWIRE_WEBHOOK_LOOPBACK")
WEBHOOK_PORTS = env.ports("GUYWIRE_WEBHOOK_PORTS")
env.refuse_if(PRODUCTION and WEBHOOK_LOOPBACK, "GUYWIRE_WEBHOOK_LOOPBACK: lets callers reach this machine itself; unset it.")

# --- language, time, static files, logs ---------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
if PRODUCTION:
    STATIC_ROOT = BASE_DIR / "staticfiles"
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
WHITENOISE_USE_FINDERS = not PRODUCTION
LOGGING_CONFIG = None  # Django's defaults mail tracebacks and print messages that may hold clinical text
logging_settings(production=PRODUCTION)

# --- the REST interface -------------------------------------------------------------------------------
RATE_LIMIT = env.whole("GUYWIRE_RATE_LIMIT", 6_000, least=0)
FAILED_SIGN_IN_LIMIT = env.whole("GUYWIRE_FAILED_SIGN_INS", 120, least=0)
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "clinic.http.problem.exception_handler",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clinic.access.drf.BearerAuthentication",
        "clinic.access.drf.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["clinic.access.drf.DeclaredPermission"],
    "DEFAULT_RENDERER_CLASSES": ["clinic.http.renderer.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["clinic.http.body.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "clinic.http.schema.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["clinic.http.renderer.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Guywire",
    "DESCRIPTION": (
        "Clinical intake and assessment for physical therapy clinics: patients, intakes, examinations, assessments.\n\n"
        "What is absent was not recorded; `null` in a request means the same. Units are in the field's name (`_minutes`, `_deg`, "
        "`_kg`, `_weeks`), pain and severity scores count from 0 to 10, dates and times are ISO 8601, times with an offset. "
        "Errors are `application/problem+json`; `type` leads to a page that says what to do. Another clinic's things do not "
        "exist: 404."
    ),
    "TAGS": [{"name": name, "description": description} for name, description in TAGS.items()],
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    # the default one rewrites enums of serializers; ours come from structs
    "POSTPROCESSING_HOOKS": [
        "clinic.http.problem_responses.share_responses",
        "clinic.http.recorded_answers.show_answers",
    ],
    "WEBHOOKS": ["clinic.webhooks.described.EVENT"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},  # None: the document is shown to no outside validator
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

if env.problems:
    raise ImproperlyConfigured(
        "Guywire cannot start with this environment:\n" + "\n".join(f"  - {line}" for line in env.problems)
    )
