"""`manage.py evaluate`: cases in, assessments out, no database."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

STORY = json.loads((Path(__file__).parent.parent / "vignettes" / "seed-client.json").read_bytes())["case"]


def said(document: object, tmp_path: Path, *options: str) -> str:
    file, out = tmp_path / "case.json", io.StringIO()
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    call_command("evaluate", str(file), *options, stdout=out)
    return out.getvalue()


def refused(document: object, tmp_path: Path) -> CommandError:
    with pytest.raises(CommandError) as caught:
        said(document, tmp_path)
    assert caught.value.returncode == 2
    return caught.value


def test_the_text_tells_the_story(tmp_path):
    text = said(STORY, tmp_path)
    assert text.startswith("Safety gate: incomplete. Palpation of the psoas: not cleared.")
    assert "[hip_flexors_never_examined]: present, high" in text
    assert "11 to 12 sessions" in text
    assert "Ask next:" in text


def test_json_is_what_the_rest_interface_answers(tmp_path):
    assessment = json.loads(said(STORY, tmp_path, "--json"))
    assert assessment["gate"] == "incomplete"
    assert len(assessment["case_digest"]) == 64


def test_another_language(tmp_path):
    text = said(STORY, tmp_path, "--language", "es")
    assert text.startswith("Filtro de seguridad: incompleto. Palpación del psoas: no autorizada.")
    assert "[hip_flexors_never_examined]: presente, alta" in text
    assert "de 11 a 12 sesiones" in " ".join(text.split())
    plain = json.loads(said(STORY, tmp_path, "--json", "--language", "es"))
    assert plain["gate"] == "incomplete"
    assert "Flexores de la cadera nunca explorados en la atención previa" in {verdict["title"] for verdict in plain["verdicts"]}
    with pytest.raises(CommandError, match="invalid choice: 'fi'"):
        said(STORY, tmp_path, "--language", "fi")


def test_a_list_gives_a_list(tmp_path):
    assert [one["gate"] for one in json.loads(said([STORY, {}], tmp_path, "--json"))] == ["incomplete", "incomplete"]
    assert json.loads(said([], tmp_path, "--json")) == []


def test_standard_input(monkeypatch):
    stdin, out = io.TextIOWrapper(io.BytesIO(json.dumps(STORY).encode())), io.StringIO()
    monkeypatch.setattr("sys.stdin", stdin)
    call_command("evaluate", "-", "--json", stdout=out)
    assert json.loads(out.getvalue())["palpation"] == "not_cleared"


def test_every_wrong_field_of_every_case_is_named(tmp_path):
    error = refused([{"intake": {"pain_now": 44, "nonsense": 1}}, {}, {"as_of": "tomorrow"}, 3], tmp_path)
    named = [line.split(":")[0] for line in str(error).splitlines()]
    assert named == ["/0/intake/nonsense", "/0/intake/pain_now", "/2/as_of", "/3/"]


def test_what_is_not_json_or_not_there_is_said(tmp_path):
    assert "is not JSON" in str(refused("{", tmp_path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate", str(tmp_path / "nothing.json"))
