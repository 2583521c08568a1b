"""For the machines that watch us: alive, and ready."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return JsonResponse({"status": "not_ready", "database": "unreachable"}, status=503)
    if waiting:
        return JsonResponse({"status": "not_ready", "database": "ok", "migrations_waiting": len(waiting)}, status=503)
    return JsonResponse({"status": "ready", "database": "ok", "migrations_waiting": 0})
