"""What the views of this app share: query parameters that must be known, bodies read as documents, reads that are audited."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from rest_framework.request import Request

from clinic import audit
from clinic.http.parameters import Parameters
from clinic.http.views import ClinicView
from patients.documents.validation import P
from patients.refusals import accept, accept_patch
from patients.representations import Nothing


class DocumentView(ClinicView):
    """A view whose bodies are documents. `parameters`: method → the query parameters it knows."""

    parameters: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters nobody knows, once it is clear that the actor may ask."""
        super().initial(request, *args, **kwargs)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if hasattr(self, method.lower()):  # otherwise the method is what is wrong
            self.asked = Parameters(request, self.parameters.get(method, ()))

    def document(self, kind: type[P]) -> P:
        """The body as a document; raises with every field at fault."""
        return accept(kind, self.body())

    def document_or_nothing(self, kind: type[P]) -> P:
        """The body as a document; a missing one says nothing."""
        self.request.data  # noqa: B018  (parses once; the parser leaves the bytes in raw_body)
        return self.document(kind) if self.raw_body else kind()

    def expect_nothing(self) -> None:
        """Refuse a body that says something: the address takes none, or an empty document."""
        self.request.data  # noqa: B018  (parses once; the parser leaves the bytes in raw_body)
        if self.raw_body:
            self.document(Nothing)

    def patched(self, kind: type[P], current: P) -> P:
        """The current document with the body, a JSON Merge Patch, applied."""
        self.body()  # refuses a missing one: a patch lost on its way must not pass for a change
        return accept_patch(kind, current, self.request.data)

    def note_read(self, action: str, subject: models.Model | type[models.Model], patient_id: uuid.UUID | None = None) -> None:
        """One audit event for this read."""
        audit.record_read(by=self.actor, action=action, subject=subject, patient_id=patient_id)
