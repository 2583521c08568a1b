"""PURE: whether the psoas may be palpated through the abdomen.

These precautions rest on informal sources (teaching texts, not trials), and a clinician may override them with a reason. A
clinician's review of a safety answer changes the gate, never these precautions.
"""

from typing import Literal

import msgspec

from assessments.atoms import examination_answer
from assessments.case import Case
from assessments.logic import Fact, Pointers, union
from assessments.safety.combinations import bleeding_with_pain, psoas_abscess, psoas_haematoma
from assessments.safety.gate import Screen, pregnancy_asked
from assessments.safety.look import Look

Palpation = Literal["blocked", "not_cleared", "with_caution", "cleared"]

FORBID = ("known_aneurysm", "acute_abdomen", "pregnant")
ABDOMINAL_SIGNS = ("pulsatile_mass", "guarding")


class Precaution(msgspec.Struct, frozen=True, kw_only=True):
    """The state with the inputs it rests on and those that would clear it."""

    state: Palpation
    at: Pointers = ()
    missing: Pointers = ()


def precaution(case: Case, screened: Screen) -> Precaution:
    """First that applies: blocked, not cleared, with caution, cleared."""
    look = Look(case)
    forbidding = _forbidding(look)
    against = union([fact.at for fact in forbidding.values() if fact.truth is True])
    by_gate = union([held.at for held in screened.conditions if held.level in ("emergency", "urgent")])
    if against or by_gate:
        return Precaution(state="blocked", at=union((against, by_gate)))
    open_inputs = [_open_inputs(case, name, fact) for name, fact in forbidding.items() if fact.truth is None]
    missing = union((_undated(screened), *open_inputs))
    if missing:
        return Precaution(state="not_cleared", missing=missing)
    bleeding = look.item("anticoagulated")
    if bleeding.truth is True:
        return Precaution(state="with_caution", at=bleeding.at)
    return Precaution(state="cleared", at=union(fact.at for fact in forbidding.values()))


def _forbidding(look: Look) -> dict[str, Fact]:
    return {
        **{name: look.item(name) for name in FORBID},
        **{name: examination_answer(look.case, "abdomen", name) for name in ABDOMINAL_SIGNS},
        "psoas_abscess": psoas_abscess(look),
        "psoas_haematoma": psoas_haematoma(look),
        "bleeding_with_pain": _open_only(bleeding_with_pain(look)),
    }


def _open_only(fact: Fact) -> Fact:
    """Blood thinners with pain in the groin stop the gate by themselves; here they only count while they are open."""
    return fact if fact.truth is None else Fact(False)


def _open_inputs(case: Case, name: str, fact: Fact) -> Pointers:
    """What is still to be asked. Abdominal signs forbid when found, but need not be looked for."""
    if name in ABDOMINAL_SIGNS or (name == "pregnant" and not pregnancy_asked(case)):
        return ()
    return fact.missing


def _undated(screened: Screen) -> Pointers:
    """Answers of an old or undated screen do not clear anything today."""
    return ("/intake/safety/screened_on",) if screened.screen_problem else ()


RECHECK = ("fever_unwell", "infection_risk", "weight_loss", "night_constant_pain", "anticoagulated", "acute_abdomen")
"""Safety questions to ask again when the psoas is extremely tender: abscess, haematoma, abdomen."""
RECHECK_INTAKE = ("hip_held_flexed", "pain_on_hip_extension")


def recheck_pointers() -> Pointers:
    return (
        *(f"/intake/safety/answers/{item}" for item in RECHECK),
        *(f"/intake/{name}" for name in RECHECK_INTAKE),
        *(f"/examination/abdomen/{name}" for name in ABDOMINAL_SIGNS),
    )
