import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from clinic.checks import faults_of
from clinic.errors import NotAuthenticated, NotFound, Stale
from clinic.ids import uuid7
from clinic.scoping import ClinicalQuerySet, RevisionedModel, clinic_and_id
from tests.clinic.people import make_actor


@pytest.fixture
def note_model(db):
    with isolate_apps("clinic"):

        class Note(RevisionedModel):
            text = models.CharField(max_length=10)
            objects = ClinicalQuerySet.as_manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("note"), models.CheckConstraint(name="note_text", condition=~models.Q(text="")))

        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield Note


def test_only_the_rows_of_ones_clinic_exist(note_model, harbour, summit, therapist):
    mine = note_model.objects.create(clinic=harbour, text="mine")
    theirs = note_model.objects.create(clinic=summit, text="theirs")
    assert list(note_model.objects.visible_to(therapist)) == [mine]
    assert note_model.objects.get_visible(therapist, mine.pk) == mine
    assert note_model.objects.get_visible(therapist, str(mine.pk)) == mine
    for unknown in (theirs.pk, uuid7(), "no id", None, 7):
        with pytest.raises(NotFound, match="note"):
            note_model.objects.get_visible(therapist, unknown)
    assert note_model.objects.get_visible(make_actor(summit), theirs.pk) == theirs


def test_scope_stays_through_further_conditions(note_model, summit, therapist):
    note_model.objects.create(clinic=summit, text="x")
    visible = note_model.objects.visible_to(therapist)
    assert not visible.filter(text="x").exists()
    assert not visible.exclude(text="y").exists()


@pytest.mark.parametrize("nobody", [None, object(), "harbour"])
def test_without_an_actor_there_is_an_error_never_all_rows(note_model, nobody):
    with pytest.raises(NotAuthenticated):
        note_model.objects.visible_to(nobody)
    with pytest.raises(NotAuthenticated):
        note_model.objects.get_visible(nobody, uuid7())


def test_a_change_expects_the_revision_it_has_seen(note_model, harbour):
    row = note_model.objects.create(clinic=harbour, text="x")
    row.expect(1)
    with pytest.raises(Stale, match="revision 1 now; you read revision 2"):
        row.expect(2)


def test_constraints_are_held_by_the_database_not_asked_one_by_one(note_model, harbour, django_assert_num_queries):
    with django_assert_num_queries(0):
        note_model(clinic=harbour, text="x").validate_constraints()


def codes(model):
    return {str(fault.id).removeprefix("clinic.") for fault in faults_of(model)}


class TestChecks:
    """Each fault is found where it is, and nowhere else."""

    @isolate_apps("clinic")
    def test_a_sound_model(self):
        class Sound(RevisionedModel):
            objects = ClinicalQuerySet.as_manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("sound"),)
                indexes = (models.Index(name="sound_by_revision", fields=["clinic", "-revision"]),)

        assert codes(Sound) == set()

    @isolate_apps("clinic")
    def test_without_clinic_and_manager(self):
        class Bare(models.Model):  # noqa: DJ008
            class Meta:
                app_label = "clinic"

        assert codes(Bare) == {"E001", "E002", "E003"}

    @isolate_apps("clinic")
    def test_with_a_clinic_that_may_be_missing(self):
        class Loose(models.Model):  # noqa: DJ008
            clinic = models.ForeignKey("clinic.Clinic", on_delete=models.PROTECT, null=True)
            objects = ClinicalQuerySet.as_manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("loose"),)

        assert codes(Loose) == {"E001"}

    @isolate_apps("clinic")
    def test_with_another_manager(self):
        class Open(RevisionedModel):
            objects = models.Manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("open"),)

        assert codes(Open) == {"E002"}

    @isolate_apps("clinic")
    def test_with_keys_and_indexes_that_the_clinic_does_not_lead(self):
        class Wrong(RevisionedModel):
            number = models.IntegerField(unique=True)
            objects = ClinicalQuerySet.as_manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("wrong"), models.UniqueConstraint(name="wrong_n", fields=["number", "clinic"]))
                indexes = (models.Index(name="wrong_r", fields=["-revision"]),)

        assert codes(Wrong) == {"E004"}
        assert len(list(faults_of(Wrong))) == 3

    @isolate_apps("clinic")
    def test_with_an_implicit_order(self):
        class Sorted(RevisionedModel):
            objects = ClinicalQuerySet.as_manager()

            class Meta:
                app_label = "clinic"
                constraints = (clinic_and_id("sorted"),)
                ordering = ("created_at",)

        assert codes(Sorted) == {"E005"}
