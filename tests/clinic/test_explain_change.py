"""`manage.py explain_change`: rules of two revisions, recorded assessments, stored ones."""

import io
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.engine import RULE_SET_VERSION
from assessments.models import Assessment
from assessments.rules import CATALOGUE
from clinic.ids import uuid7
from clinic.management import past_rules
from clinic.models import AuditEvent
from patients.documents import PriorTreatment, read
from patients.services import record_prior_treatment
from tests.world import KELLER_TREATMENT, World

STORY = json.loads((Path(__file__).parent.parent / "vignettes" / "seed-client.json").read_bytes())["case"]
THRESHOLD = "assessments/concepts/prior_care.py"
CENTRE = "assessments/rules/hip_flexors_never_examined.py"


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository: `first` as here; `stricter` asks for 13 sessions; `broken`; `slow`; `empty` without any rules."""
    root = tmp_path_factory.mktemp("history")
    for package in ("assessments", "patients"):
        shutil.copytree(settings.BASE_DIR / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    git(root, "init", "-q")

    def tagged(name: str) -> None:
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", name)
        git(root, "tag", name)

    tagged("first")
    edit(root, THRESHOLD, "value=10,", "value=13,")
    edit(root, CENTRE, "version=", "version=1000 + ")
    edit(root, "assessments/rules/__init__.py", f'"{RULE_SET_VERSION}"', '" ".join(sorted(__import__("os").environ))')
    tagged("stricter")
    edit(root, "assessments/engine.py", '"""', 'raise RuntimeError("half written")\n"""')
    tagged("broken")
    edit(root, "assessments/engine.py", 'raise RuntimeError("half written")', "while True: pass")
    tagged("slow")
    shutil.rmtree(root / "assessments")
    tagged("empty")
    return root


@pytest.fixture
def repository(history: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The command looks into that repository, and what it leaves behind is seen."""
    monkeypatch.setattr(settings, "BASE_DIR", history)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("GUYWIRE_SECRET_KEY", "must not be told")
    return tmp_path


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("explain_change", *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


def written(folder: Path, name: str, document: object) -> Path:
    file = folder / name
    file.write_text(json.dumps(document))
    return file


def assessed(folder: Path, name: str, *cases: dict[str, Any]) -> Path:
    """What `evaluate --json` writes."""
    out = io.StringIO()
    case = written(folder, f"case-of-{name}", cases[0] if len(cases) == 1 else cases)
    call_command("evaluate", str(case), "--json", stdout=out)
    file = folder / name
    file.write_text(out.getvalue())
    return file


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return written(tmp_path, "story.json", STORY)


def test_a_threshold_between_two_revisions(repository, story):
    text = run("first", "stricter", story)
    assert "hip_flexors_never_examined]: severity high → moderate" in text
    assert "Why: The rule changed from version 1 to 1001. The threshold many_sessions changed from 10 sessions to 13" in text
    assert "same case." in text
    assert [file.name for file in repository.iterdir()] == [story.name]


def test_from_a_revision_to_the_rules_as_they_are_here(repository, story):
    assert "severity moderate → high" in run("stricter", "now", story)
    assert f"0 of {len(CATALOGUE)} verdicts differ" in run("first", "now", story)


def test_rules_of_the_past_do_not_see_the_environment(repository, story):
    found = json.loads(run("first", "stricter", story, "--json"))
    assert "SECRET" not in found[0]["rule_sets"]["new"]
    assert "PATH" in found[0]["rule_sets"]["new"]


def test_several_cases_each_by_its_name(repository, tmp_path, story):
    several = written(tmp_path, "several.json", [{}, STORY])
    found = json.loads(run("first", "stricter", story, several, "--json"))
    assert [one["case"] for one in found] == [str(story), f"{several}/0", f"{several}/1"]
    assert [len(one["verdicts"]) > 0 for one in found] == [True, False, True]


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("no-such-revision", "it is no revision of this repository, nor a file"),
        ("--all", "it is no revision of this repository, nor a file"),
        ("first; ls", "it is no revision of this repository, nor a file"),
        ("empty", "did not match any files"),
        ("broken", "half written"),
    ],
)
def test_a_revision_that_cannot_be_run(repository, story, revision, told):
    assert told in refused("--", revision, "now", story)
    assert [file.name for file in repository.iterdir()] == [story.name]


def test_rules_that_never_answer(repository, story, monkeypatch):
    monkeypatch.setattr(past_rules, "SECONDS", 1)
    assert refused("slow", "now", story) == "The rules of slow did not answer within 1 seconds."
    assert [file.name for file in repository.iterdir()] == [story.name]


def test_a_case_that_the_rules_do_not_accept(repository, tmp_path):
    wrong = written(tmp_path, "wrong.json", [STORY, {"intake": {"pain_now": 44}}])
    assert "case 2 /intake/pain_now" in refused("first", "first", wrong)
    assert "/1/intake/pain_now" in refused("now", "now", wrong)


def test_without_git_and_without_a_repository(repository, story, monkeypatch, tmp_path_factory):
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path_factory.mktemp("nothing"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(settings.BASE_DIR.parent))
    assert "not a git repository" in refused("first", "now", story)
    monkeypatch.setenv("PATH", "")
    assert "git is not installed here" in refused("first", "now", story)


def test_two_recorded_assessments(tmp_path):
    improved = STORY | {"prior_treatments": [STORY["prior_treatments"][0] | {"outcome": "better"}]}
    old, new = assessed(tmp_path, "old.json", STORY), assessed(tmp_path, "new.json", improved)
    text = run(old, new)
    assert "severity high → info" in text
    assert "Why: What is recorded changed." in text
    assert "another case." in text
    assert f"rules {RULE_SET_VERSION};" in text


def test_a_recorded_assessment_is_its_own_case(tmp_path):
    assert "0 of " in run(assessed(tmp_path, "old.json", STORY), "now")
    assert run("now", assessed(tmp_path, "lists.json", STORY, {})).count("0 of ") == 2


def test_what_cannot_be_compared(tmp_path, story):
    one, two = assessed(tmp_path, "one.json", STORY), assessed(tmp_path, "two.json", STORY, {})
    assert refused("now", "now") == "Name a case: neither side is a recorded assessment."
    assert "There are 1 old and 2 new assessments of 2 cases." in refused(one, two)
    assert "is not what `manage.py evaluate --json` writes" in refused(story, "now")
    assert "cannot be read" in refused("now", "now", tmp_path / "nothing.json")


@pytest.fixture
def stored(world: World) -> list[Assessment]:
    """Two assessments of one patient: the second knows of a further course."""
    keller = world.north.patient("Keller")
    further = read(PriorTreatment, KELLER_TREATMENT | {"hip_flexors_examined": "yes"})
    record_prior_treatment(by=world.north.therapist, patient_id=keller.pk, document=further)
    return list(Assessment.objects.visible_to(world.north.therapist).filter(patient=keller).order_by("-number")[:2])


@pytest.mark.django_db
def test_stored_assessments_and_who_reads_them(stored):
    new, old = stored
    events = AuditEvent.objects.count()
    text = run(f"stored:{old.pk}", f"stored:{new.pk}", "--as", "northside-therapist")
    assert "hip_flexors_never_examined]:" in text
    assert "What is recorded changed." in text
    read_events = AuditEvent.objects.order_by("-id")[: AuditEvent.objects.count() - events]
    assert [(event.action, event.door) for event in read_events] == [("assessment.read", "command")] * 2
    assert "0 of " in run(f"stored:{new.pk}", "now", "--as", "northside-therapist")


@pytest.mark.django_db
def test_a_stored_assessment_is_not_for_everybody(stored):
    old = f"stored:{stored[1].pk}"
    assert "Say with --as" in refused(old, "now")
    assert "no active member" in refused(old, "now", "--as", "nobody")
    assert "Your role does not show everything" in refused(old, "now", "--as", "northside-front_desk")
    assert "auditor" in refused(old, "now", "--as", "northside-auditor")
    for unknown, reader in (
        (old, "southside-therapist"),
        (f"stored:{uuid7()}", "northside-therapist"),
        ("stored:7", "northside-therapist"),
    ):
        assert refused(unknown, "now", "--as", reader) == f"{unknown}: There is no assessment with this id."
