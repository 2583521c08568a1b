"""The ModelAdmin base: scoped, asking the role table, saving through services, audited."""

import uuid
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from clinic import audit
from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.admin.forms import ClinicalForm
from clinic.admin_site import actor_in, require_actor
from clinic.errors import ClinicError
from clinic.models import AuditEvent
from clinic.scoping import ClinicalQuerySet, RevisionedModel

Row = TypeVar("Row", bound=models.Model)
HISTORY_LENGTH = 200


class RoleTableMixin:
    """Permissions from the role table: ``may_view`` and ``may_write`` (None: nobody)."""

    may_view: ClassVar[Permission]
    may_write: ClassVar[Permission | None] = None

    def _may(self, request: HttpRequest, permission: Permission | None) -> bool:
        actor = actor_in(request)
        return actor is not None and permission is not None and actor.may(permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the role may see these rows."""
        return self._may(request, self.may_view)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role may see these rows."""
        return self._may(request, self.may_view)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role may write these rows."""
        return self._may(request, self.may_write)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role may write these rows."""
        return self._may(request, self.may_write)


class ScopedChoicesMixin:
    """Foreign keys offer rows of the actor's clinic only."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field, with the rows of the actor's clinic."""
        kwargs["queryset"] = _choices(db_field.remote_field.model, require_actor(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The same for many rows."""
        kwargs["queryset"] = _choices(db_field.remote_field.model, require_actor(request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


def _choices(model: type[models.Model], actor: Actor) -> models.QuerySet[Any]:
    rows = model._default_manager.get_queryset()
    return rows.visible_to(actor) if isinstance(rows, ClinicalQuerySet) else rows.none()


class ClinicalInlineMixin(RoleTableMixin, ScopedChoicesMixin):
    """For the inlines of a ClinicalAdmin: rows of the actor's clinic.  They are parts of the document in the form, so who may
    write may also take one out; the service writes them with the rest."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role may write these rows."""
        return self._may(request, self.may_write)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows of the actor's clinic, oldest first."""
        return super().get_queryset(request).visible_to(require_actor(request)).order_by("id")  # type: ignore[misc]


class ClinicalAdmin(RoleTableMixin, ScopedChoicesMixin, ModelAdmin[Row]):
    """Base of every clinical ModelAdmin.

    A subclass sets ``may_view``, ``may_write``, ``read_action`` (``patient.read``), ``list_action`` (``patient.listed``), and
    implements ``save_through_service``.
    """

    read_action: ClassVar[str]
    list_action: ClassVar[str]
    form = ClinicalForm
    actions = None
    save_on_top = False
    show_full_result_count = False

    def save_through_service(
        self, request: HttpRequest, actor: Actor, form: Any, formsets: list[Any], *, change: bool
    ) -> models.Model:
        """Make exactly one service call with what the (valid) form and formsets hold; return the row.  A ``ClinicError`` it
        raises is shown in the form, and nothing is written."""
        raise NotImplementedError(f"{type(self).__name__} has no service to save through.")

    def patient_id_of(self, row: Row) -> uuid.UUID | None:
        """Whose record ``row`` is, for the audit of reads."""
        found = getattr(row, "patient_id", None)
        return found if isinstance(found, uuid.UUID) else None

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Never: a mistake is entered in error, with a reason."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Row]:
        """The rows of the actor's clinic."""
        rows: Any = self.model._default_manager.get_queryset()
        return rows.visible_to(require_actor(request)).order_by(*self.get_ordering(request))  # type: ignore[no-any-return]

    # --- saving ------------------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        """The declared ones, and the revision that the person saw."""
        fieldsets: list[tuple[Any, dict[str, Any]]] = [(name, {**more}) for name, more in super().get_fieldsets(request, obj)]
        named = {field for _, options in fieldsets for field in options["fields"]}
        if isinstance(obj, RevisionedModel) and self.has_change_permission(request, obj) and "expected_revision" not in named:
            fieldsets[0][1]["fields"] = (*fieldsets[0][1]["fields"], "expected_revision")
        return fieldsets

    def get_form(self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, knowing what the service refused when it was first sent in this request."""
        form: type[forms.ModelForm[Any]] = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else type(form.__name__, (form,), {"refusal": refusal})

    def _changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show what the service refuses in the form itself, with all that was typed."""
        try:
            with transaction.atomic():
                return super()._changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except ClinicError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super()._changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: bool) -> None:
        """Nothing yet: the service writes the row and its parts together."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The one service call.  The row it made is the one the person sees next."""
        row = self.save_through_service(request, require_actor(request), form, list(formsets), change=change)
        vars(form.instance).update(vars(row))

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing: the service's audit event says what changed."""
        return []

    def log_addition(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing: Django's own log knows no clinic."""

    def log_change(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing: Django's own log knows no clinic."""

    # --- reading -----------------------------------------------------------------------------------------------------------

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Django's, and one audit event for reading the row."""
        answer = super().change_view(request, object_id, *args, **kwargs)
        row = _shown(answer)
        if request.method == "GET" and row is not None:
            self._record_read(request, row)
        return answer

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Django's, and one audit event for reading the list."""
        answer: HttpResponseBase = super().changelist_view(request, *args, **kwargs)
        if request.method == "GET" and answer.status_code == 200:
            audit.record_read(by=require_actor(request), action=self.list_action, subject=self.model)
        return answer

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Who did what to this row: our audit, newest first."""
        row = self.get_object(request, object_id)
        if row is None or not self.has_view_permission(request, row):
            raise PermissionDenied
        events = AuditEvent.objects.filter(
            clinic_id=require_actor(request).clinic_id, subject_type=self.model._meta.label, subject_id=row.pk
        ).order_by("-id")[:HISTORY_LENGTH]
        context = {**self.admin_site.each_context(request), "title": f"History: {row}", "opts": self.opts, "object": row}
        self._record_read(request, row)
        return TemplateResponse(request, "admin/clinic/history.html", {**context, "events": events})

    def _record_read(self, request: HttpRequest, row: Row) -> None:
        audit.record_read(by=require_actor(request), action=self.read_action, subject=row, patient_id=self.patient_id_of(row))


def _shown(answer: Any) -> Any:
    """The row that a rendered change form shows; None for a redirect."""
    return (getattr(answer, "context_data", None) or {}).get("original")
