"""Laws about the tables, asked of the models and of PostgreSQL itself."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField

from clinic.checks import CLINICAL_APPS, faults_of
from clinic.scoping import ClinicalModel, ClinicalQuerySet

LEVELS = {"clinic": 0, "webhooks": 1, "patients": 2, "assessments": 3}
MODELS = [model for label in LEVELS for model in apps.get_app_config(label).get_models()]
CLINICAL = [model for model in MODELS if model._meta.app_label in CLINICAL_APPS]


def label(model):
    return model._meta.label


def test_there_are_clinical_models():
    assert {model._meta.app_label for model in CLINICAL} == set(CLINICAL_APPS)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_foreign_keys_point_down(model):
    """clinic ← patients ← assessments."""
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ManyToManyField) and field.related_model._meta.app_label in LEVELS:
            assert LEVELS[field.related_model._meta.app_label] <= LEVELS[model._meta.app_label], field


@pytest.mark.parametrize("model", CLINICAL, ids=label)
def test_every_clinical_model_is_sound(model):
    assert list(faults_of(model)) == []
    assert issubclass(model, ClinicalModel)


@pytest.mark.parametrize("model", CLINICAL, ids=label)
def test_every_manager_is_scoped(model):
    assert model._meta.managers
    for manager in model._meta.managers:
        assert isinstance(manager.get_queryset(), ClinicalQuerySet)


@pytest.mark.parametrize("model", CLINICAL, ids=label)
def test_nothing_clinical_goes_when_something_else_goes(model):
    """A foreign key into another clinical record protects it; only parts go with their whole, and a service says so."""
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey):
            assert getattr(field.remote_field.on_delete, "__name__", "") in ("PROTECT", "CASCADE", "RESTRICT"), field
            if field.name == "clinic":
                assert getattr(field.remote_field.on_delete, "__name__", "") == "PROTECT"


@pytest.mark.django_db
@pytest.mark.parametrize("model", CLINICAL, ids=label)
def test_the_database_has_what_the_model_says(model):
    """clinic_id NOT NULL, UNIQUE (clinic_id, id), and every check constraint."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
        columns = {c.name: c for c in connection.introspection.get_table_description(cursor, model._meta.db_table)}
    assert columns["clinic_id"].null_ok is False
    assert ["clinic_id", "id"] in [c["columns"] for c in constraints.values() if c["unique"]]
    assert {constraint.name for constraint in model._meta.constraints} <= set(constraints)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_system_checks_are_content():
    call_command("check", fail_level="WARNING")
