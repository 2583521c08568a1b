"""Logging: one JSON line per event in production, a readable line in development; no clinical text.

Messages of exceptions are left out in production: a database error quotes the row it refused, and a
validation error the value. The kind of exception and the places it passed through are kept.
"""

import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.types import Processor

Event = MutableMapping[str, Any]


def exception_without_message(_logger: Any, _method: str, event: Event) -> Event:
    """Replace ``exc_info`` by the exception's kind and its frames, innermost last."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return event


def needed_and_nameless(record: logging.LogRecord) -> bool:
    """Of Django's lines about a request keep those that tell of an exception: every request leaves a line of ours.

    Take the address out of them: somebody may have typed a name into it.  Route and ids stand in our line, under the same
    request id.
    """
    if record.name == "django.request" and not record.exc_info:
        return False
    path = getattr(getattr(record, "request", None), "path", None)
    if path is not None and isinstance(record.args, tuple):
        record.args = tuple("(address)" if argument == path else argument for argument in record.args)
    return True


def logging_settings(*, production: bool) -> None:
    """Configure the standard library's logging and structlog alike, to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        [exception_without_message, structlog.processors.JSONRenderer()]
        if production
        else [structlog.dev.ConsoleRenderer(colors=False)]
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder(allow=("status_code",))],
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
                }
            },
            "filters": {"django": {"()": lambda: needed_and_nameless}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["django"]}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {"django.db.backends": {"level": "WARNING"}},
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
