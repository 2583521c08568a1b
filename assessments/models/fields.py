"""A column for a finished JSON document: kept as it was written, decoded only by who needs its content."""

from typing import Any

import msgspec
from django.db import models
from psycopg.types.json import Jsonb


class DocumentField(models.JSONField):
    """JSON in the database, ``msgspec.Raw`` (JSON bytes) in Python: passes from table to answer without being parsed."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> msgspec.Raw | None:
        """The text that the database sent."""
        return None if value is None else msgspec.Raw(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The bytes as they are."""
        return Jsonb(value, dumps=bytes) if isinstance(value, msgspec.Raw) else super().get_db_prep_value(value, connection)
