"""System checks: what must hold for every clinical model and every REST view, said at start-up instead of found in production."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import ForeignKey, Model, UniqueConstraint
from django.urls import URLPattern, URLResolver, get_resolver

from clinic.access.permissions import Permission
from clinic.http.views import ClinicView
from clinic.models import Clinic
from clinic.scoping import ClinicalModel, ClinicalQuerySet

CLINICAL_APPS = ("webhooks", "patients", "assessments")
_HANDLERS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@register()
def clinical_models(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every clinical model has a clinic, a scoped manager, UNIQUE (clinic, id), and keys and indexes led by the clinic."""
    return [found for model in models_in(app_configs) for found in faults_of(model)]


def models_in(app_configs: Sequence[AppConfig] | None) -> Iterator[type[Model]]:
    """The models of the clinical apps, and any other that says it is clinical."""
    for config in app_configs if app_configs is not None else apps.get_app_configs():
        for model in config.get_models():
            if config.label in CLINICAL_APPS or issubclass(model, ClinicalModel):
                yield model


def faults_of(model: type[Model]) -> Iterator[Error]:
    """What keeps ``model`` from being a clinical one."""
    clinic = next((f for f in model._meta.local_fields if f.name == "clinic"), None)
    if not isinstance(clinic, ForeignKey) or clinic.related_model is not Clinic or clinic.null:
        yield _fault(model, "E001", "has no clinic", "Derive it from clinic.scoping.ClinicalModel.")
    if not isinstance(model._default_manager.get_queryset(), ClinicalQuerySet):
        yield _fault(model, "E002", "has no scoped manager", "objects = <a ClinicalQuerySet>.as_manager()")
    if ("clinic", "id") not in keys_of(model):
        yield _fault(model, "E003", "lacks UNIQUE (clinic, id)", "List clinic_and_id(...) in Meta.constraints.")
    for fields in keys_of(model):
        if fields[0].lstrip("-") not in ("clinic", "clinic_id"):
            yield _fault(model, "E004", f"has a key or index {fields} that the clinic does not lead", "Put clinic first.")
    if model._meta.ordering:
        yield _fault(model, "E005", "has an implicit order", "Say order_by where the order matters.")


def keys_of(model: type[Model]) -> list[tuple[str, ...]]:
    """The fields of every unique key and index of its own but the primary key, as far as they are plain fields."""
    keys = [tuple(c.fields) for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    keys += [tuple(index.fields) for index in model._meta.indexes]
    keys += [tuple(fields) for fields in model._meta.unique_together]
    for field in model._meta.local_concrete_fields:
        if not field.primary_key and field.unique and field.name != "clinic":
            keys.append((field.name,))
    return [key for key in keys if key]


def _fault(model: type[Model], code: str, what: str, hint: str) -> Error:
    return Error(f"{model._meta.label} {what}.", hint=hint, obj=model, id=f"clinic.{code}")


@register()
def declared_permissions(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every handler of every reachable ClinicView declares what it requires."""
    return [fault for view in views_in(get_resolver()) for fault in undeclared(view)]


def views_in(resolver: URLResolver) -> Iterator[type[ClinicView]]:
    """The ClinicViews that addresses lead to."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views_in(pattern)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if isinstance(view, type) and issubclass(view, ClinicView):
                yield view


def undeclared(view: type[ClinicView]) -> Iterator[Error]:
    """Handlers without a permission, and permissions that are none."""
    for method in _HANDLERS:
        if hasattr(view, method.lower()) and method not in view.required:
            yield Error(f"{view.__qualname__}.{method.lower()} declares no permission.", obj=view, id="clinic.E010")
    declared: Collection[object] = view.required.values()
    for permission in declared:
        if permission is not None and not isinstance(permission, Permission):
            yield Error(f"{view.__qualname__} requires {permission!r}, no Permission.", obj=view, id="clinic.E011")
