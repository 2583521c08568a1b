"""For the machines that watch us: alive, ready, and what was counted."""

from collections.abc import Sequence
from functools import cache
from hmac import compare_digest

from django.conf import settings
from django.db import Error, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.registry import Collector

from clinic import metrics

UNDEFINED_TABLE = "42P01"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nothing else."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and every migration is applied; otherwise 503 and which of the two is wrong."""
    try:
        waiting = migrations_here() - migrations_applied()
    except Error:
        return JsonResponse({"status": "not_ready", "database": "unreachable"}, status=503)
    if waiting:
        return JsonResponse({"status": "not_ready", "database": "ok", "migrations_waiting": len(waiting)}, status=503)
    return JsonResponse({"status": "ready", "database": "ok", "migrations_waiting": 0})


@cache
def migrations_here() -> frozenset[tuple[str, str]]:
    """The migrations of this code: read from its files once, because a process keeps the code it began with."""
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations_applied() -> frozenset[tuple[str, str]]:
    """The migrations that the database has; none where it is empty."""
    try:
        return frozenset(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) == UNDEFINED_TABLE:
            return frozenset()
        raise


@never_cache
@require_safe
def metrics_page(request: HttpRequest, asked_now: Sequence[Collector] = ()) -> HttpResponse:
    """The counts, for who knows the token in GUYWIRE_METRICS_TOKEN.  Without such a token there is no such page.

    ``asked_now``: what is not counted as it happens but asked for; the table of addresses names it.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse("Send the metrics token.\n", status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    return HttpResponse(metrics.exposition(*asked_now), content_type=metrics.CONTENT_TYPE)
