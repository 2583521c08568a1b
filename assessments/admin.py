"""The admin pages of this app: examinations, assessments and flags to read.  They are written elsewhere, through the services."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.answers import assessment_answer, flag_answer
from assessments.chart import examination_document
from assessments.flag_pages import FlagPages
from assessments.models import Assessment, Examination, Finding, Flag, FlagEvent
from assessments.redaction import hidden_parts
from assessments.wording import words
from clinic.access.permissions import Permission
from clinic.admin import ClinicalAdmin, ClinicalInlineMixin, require_actor
from clinic.models.documents import columns_of
from patients.models.wording import label_of

UNSAID = (None, "not_asked", "")


def _table(headings: tuple[Any, ...], lines: Iterable[tuple[Any, ...]]) -> SafeString:
    """An HTML table; everything in it is escaped."""
    head = format_html_join("", "<th>{}</th>", ((heading,) for heading in headings))
    rows = (format_html_join("", "<td>{}</td>", ((cell,) for cell in line)) for line in lines)
    body = format_html_join("", "<tr>{}</tr>", ((row,) for row in rows))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)


class FindingInline(ClinicalInlineMixin, admin.TabularInline[Finding, Examination]):
    """What was found."""

    model = Finding
    may_view = Permission.VIEW_EXAMINATION
    fields = readonly_fields = ("kind", "site", "side", "said")
    extra = 0
    can_delete = False

    @admin.display(description=_("Finding"))
    def said(self, obj: Finding) -> str:
        """The values recorded, or why there is none."""
        part = obj.document()
        named = (part.SITE, "side")
        return ", ".join(f"{name}: {v}" for name, v in columns_of(part).items() if v not in UNSAID and name not in named)


@admin.register(Examination)
class ExaminationAdmin(ClinicalAdmin[Examination]):
    """Examinations."""

    may_view = Permission.VIEW_EXAMINATION
    read_action, list_action = "examination.read", "examination.listed"
    list_display = ("patient", "examined_at", "examiner", "status")
    list_filter = ("status",)
    list_select_related = ("patient",)
    list_per_page = 50
    ordering = ("-id",)
    fields = ("patient", "examined_at", "examiner", "status", "amends", "amendment_reason", "error_reason", "signs")
    readonly_fields = fields
    inlines = (FindingInline,)

    @admin.display(description=_("Other signs"))
    def signs(self, obj: Examination) -> str:
        """Posture, breathing, neurological and abdominal signs, as far as recorded."""
        said = columns_of(examination_document(obj)).items()
        parts = ("posture_", "breathing_", "neuro_", "abdomen_")
        return ", ".join(f"{name}: {value}" for name, value in said if name.startswith(parts) and value not in UNSAID)


@admin.register(Assessment)
class AssessmentAdmin(ClinicalAdmin[Assessment]):
    """Assessments, as far as the role may see what they rest on."""

    may_view = Permission.VIEW_ASSESSMENT
    read_action, list_action = "assessment.read", "assessment.listed"
    list_display = ("patient", "number", "as_of", "gate", "palpation")
    list_filter = ("gate", "palpation")
    list_select_related = ("patient",)
    list_per_page = 50
    ordering = ("-id",)
    fields = ("patient", "number", "as_of", "gate", "palpation", "rule_set", "said")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        """Without the long documents, which the page of one assessment loads."""
        return super().get_queryset(request).defer("case_document", "verdicts", "safety", "ask_next")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Assessment | None:
        """The assessment, with what this reader may see of it."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.seen = assessment_answer(row, hidden_parts(require_actor(request)))  # type: ignore[attr-defined]
        return row

    @admin.display(description=_("Verdicts"))
    def said(self, obj: Any) -> SafeString:
        """Every verdict in display order."""
        lines = (
            (v["title"], words(v["status"]), words(v["severity"] or ""), v["explanation"], v["action"] or "")
            for v in obj.seen["verdicts"]
        )
        return _table((_("Rule"), _("Status"), _("Severity"), _("Explanation"), _("What to do")), lines)


@admin.register(Flag)
class FlagAdmin(FlagPages, ClinicalAdmin[Flag]):
    """Flags with their history."""

    may_view = Permission.VIEW_FLAG
    read_action, list_action = "flag.read", "flag.listed"
    change_form_template = "admin/assessments/flag_change_form.html"
    change_list_template = "admin/assessments/flag_change_list.html"
    list_display = ("patient", "rule", "side", "severity", "status", "gate", "updated_at")
    list_filter = ("status", "severity", "gate", "rule")
    list_select_related = ("patient",)
    list_per_page = 50
    ordering = ("-id",)
    fields = ("patient", "rule", "side", "detail", "severity", "status", "gate", "blocked_by", "provisional", "said", "history")
    readonly_fields = fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Flag | None:
        """The flag, with what this reader may see of it."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            events = list(FlagEvent.objects.of(row).select_related("by__user"))
            row.seen = flag_answer(row, events, hidden_parts(require_actor(request)))  # type: ignore[attr-defined]
        return row

    @admin.display(description=_("Explanation"))
    def said(self, obj: Any) -> str:
        """What the verdict says, and what to do."""
        verdict = obj.seen["verdict"]
        return f"{verdict['explanation']} {verdict['action'] or ''}".strip()

    @admin.display(description=_("History"))
    def history(self, obj: Any) -> SafeString:
        """What happened to it, oldest first."""
        lines = ((e["at"], e["change"], e["severity"], e["by"], _reason(e), _done(e)) for e in obj.seen["history"])
        return _table((_("When"), _("Change"), _("Severity"), _("Who"), _("Why"), _("What was done")), lines)


def _reason(event: dict[str, Any]) -> str:
    """The coded reason, and what was written beside it."""
    coded = str(label_of(event["reason_code"])) if event["reason_code"] else ""
    return ": ".join(filter(None, (coded, event["reason"])))


def _done(event: dict[str, Any]) -> str:
    """What was done about it, who was told, and when."""
    if event["action"] is None:
        return ""
    return ", ".join(filter(None, (str(label_of(event["action"])), event["told"], f"{event['acted_at']:%Y-%m-%d %H:%M %Z}")))
