"""The base of this app's admin pages: lists that belong to a document, the banner, "recorded by mistake"."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from msgspec.structs import replace

from clinic.access.permissions import Permission
from clinic.admin import ClinicalAdmin, actor_in, require_actor
from clinic.errors import NotFound
from clinic.scoping import ClinicalQuerySet
from patients.admin.forms import DocumentFieldsMixin
from patients.admin.inlines import DocumentInline
from patients.documents import Part
from patients.models import Patient
from patients.reassessment import Standing, standing

Row = TypeVar("Row", bound=models.Model)


def visible_or_404(rows: ClinicalQuerySet[Row], request: HttpRequest, id: str) -> Row:
    """The row an address names, in the actor's clinic."""
    try:
        return rows.get_visible(require_actor(request), id)
    except NotFound:
        raise Http404("There is no such thing here.") from None


class DocumentAdmin(DocumentFieldsMixin, ClinicalAdmin[Row]):
    """A page that shows one document, with its lists as inlines, and where its patient stands."""

    change_form_template = "admin/patients/document_change_form.html"
    empty_value_display = "–"

    class Media:
        css = {"all": ("patients/admin.css",)}

    # --- what a subclass says ----------------------------------------------------------------------------------------------

    def document_shown(self, request: HttpRequest, obj: Any) -> Part:
        """The document whose lists the page begins with."""
        raise NotImplementedError

    def patient_of(self, obj: Any) -> Patient:
        """Whose page this is."""
        raise NotImplementedError

    # --- lists -------------------------------------------------------------------------------------------------------------

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """What a formset of a document begins with."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, DocumentInline):
            options.pop("queryset", None)
            options.pop("save_as_new", None)
            options |= {"pointer": inline.pointer, "refusal": getattr(request, "refusal", None)}
            options |= self.rows_for(inline, request, obj)
        return options

    def rows_for(self, inline: DocumentInline, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """The rows of a page that can only be read; what to begin with on one that can be changed; nothing once it is sent."""
        if request.method == "POST":
            return {}
        document = self.document_shown(request, obj)
        if not obj._state.adding and not self.has_change_permission(request, obj):
            return {"shown": [inline.model(**columns) for columns in inline.typed(document)]}
        return {"typed": inline.typed(document)}

    def with_list(self, document: Part, name: str, listed: tuple[Part, ...], before: tuple[Part, ...] | None) -> Any:
        """The document with this list. An empty list on a page leaves "not recorded" as it was."""
        return replace(document, **{name: listed if listed or before is not None else None})

    def with_revision(self, fieldsets: list[Any], request: HttpRequest, obj: Any) -> list[Any]:
        """The fieldsets, with the revision that the person saw where something can be changed."""
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        name, options = fieldsets[0]
        return [(name, {**options, "fields": (*options["fields"], "expected_revision")}), *fieldsets[1:]]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Without the small buttons that would change or add another patient from within this page."""
        form = super().get_form(request, obj, change, **kwargs)
        if "patient" in form.base_fields:
            widget = form.base_fields["patient"].widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return form

    # --- where the patient stands ------------------------------------------------------------------------------------------

    def standing_of(self, request: HttpRequest, obj: Any) -> Standing | None:
        """Where the patient of this page stands; None for somebody who may not see assessments."""
        actor = actor_in(request)
        if obj is None or actor is None or not actor.may(Permission.VIEW_ASSESSMENT):
            return None
        return standing(self.patient_of(obj), by=actor)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Django's, and the banner."""
        obj = kwargs.get("obj")
        context["standing"] = self.standing_of(request, obj)
        context["person"] = None if obj is None else self.patient_of(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Django's, and a message that cannot be overlooked when a clinician must be told."""
        self._tell(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Likewise."""
        self._tell(request, obj)
        return super().response_change(request, obj)

    def _tell(self, request: HttpRequest, obj: Any) -> None:
        stands = self.standing_of(request, obj)
        if stands is not None and stands.tell_a_clinician:
            self.message_user(request, _("Tell a clinician now. ") + " ".join(stands.reasons), messages.ERROR)
