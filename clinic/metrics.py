"""What is counted for the machines that watch us.  No label says anything about a person: routes are patterns, without ids."""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from clinic.metrics_folder import SHARED

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("guywire_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("guywire_request_seconds", "Time to answer a request.", ["method", "route"], buckets=SECONDS)
ASSESSMENTS = Counter("guywire_assessments", "Patients assessed: stored as new, or the same as before.", ["outcome"])
FLAG_CHANGES = Counter("guywire_flag_changes", "Flags raised, reopened and resolved by assessments.", ["change"])
EVALUATED = Counter("guywire_evaluated_cases", "Cases evaluated without storing them.", ["outcome"])
EVALUATE_SECONDS = Histogram("guywire_evaluate_seconds", "Time to evaluate the cases of one call.", buckets=SECONDS)
DATABASE_ERRORS = Counter("guywire_database_errors", "Statements or connections the database refused.", ["kind"])


def exposition(*asked_now: Collector) -> bytes:
    """Everything counted so far, over all workers of this server, in the format of Prometheus; then what is ``asked_now``."""
    now = CollectorRegistry()
    for collector in asked_now:
        now.register(collector)
    return generate_latest(_counted()) + generate_latest(now)


def _counted() -> CollectorRegistry:
    if SHARED not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
