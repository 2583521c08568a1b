"""Case documents as a clinic's day brings them, every one different, the same ones for the same seed.

Of twenty charts: twelve are full (intake, three earlier treatments, a signed examination of twelve findings), three await their
examination, three hold hardly anything, and two are full with something in the safety screen.
"""

import random
from collections.abc import Callable, Iterable
from typing import Any, get_args

from assessments import anatomy
from patients.documents import vocabulary
from patients.documents.safety_questions import QUESTIONS

Document = dict[str, Any]
Choose = random.Random

DAY = "2026-06-01"
SIDES = ("left", "right")
YES_OR_NO = ("yes", "no", "no")
ANSWERS = ("yes", "no", "no", "no", "unknown", "not_asked")
SITTING = ("work", "computer", "driving", "eating", "tv", "devices", "other")


def documents(count: int, seed: int = 2026) -> list[Document]:
    """So many case documents, in random order."""
    choose = random.Random(seed)
    kinds: list[Callable[[Choose], Document]] = [*[_full] * 12, *[_waiting] * 3, *[_sparse] * 3, *[_alarming] * 2]
    return [choose.choice(kinds)(choose) for _ in range(count)]


def _full(choose: Choose) -> Document:
    return _waiting(choose) | {"examination": _examination(choose)}


def _waiting(choose: Choose) -> Document:
    return {
        "as_of": f"2026-07-{choose.randint(1, 28):02}T{choose.randint(8, 18):02}:{choose.randint(10, 59)}:00+02:00",
        "patient": {
            "birth_date": f"{choose.randint(1936, 2006)}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}",
            "sex": choose.choice(("female", "male")),
        },
        "intake": _intake(choose),
        "prior_treatments": [_treatment(choose, place) for place in range(3)],
    }


def _sparse(choose: Choose) -> Document:
    """Begun and not finished: half of the intake's fields, no treatment yet."""
    chart = _waiting(choose)
    told = choose.sample(sorted(chart["intake"]), len(chart["intake"]) // 2)
    return {"as_of": chart["as_of"], "intake": {name: chart["intake"][name] for name in told}}


def _alarming(choose: Choose) -> Document:
    chart = _full(choose)
    answers = chart["intake"]["safety"]["answers"]
    answers |= dict.fromkeys(choose.sample(sorted(answers), choose.randint(1, 2)), "yes")
    return chart


def _intake(choose: Choose) -> Document:
    now = choose.randint(1, 9)
    told = {
        "recorded_on": DAY,
        "source": "patient",
        "chief_complaint": f"Low back pain for {choose.randint(2, 90)} weeks",
        "pain_locations": choose.sample(("low_back", "groin", "buttock", "anterior_thigh"), choose.randint(1, 2)),
        "pain_now": now,
        "pain_worst": choose.randint(now, 10),
        "sitting": {
            "workday": _minutes(choose, 1.0),
            "non_workday": _minutes(choose, 0.9),
            "workdays_per_week": choose.randint(3, 6),
        },
        "sports": [_sport(choose, kind) for kind in choose.sample(get_args(vocabulary.SportKind), choose.randint(0, 3))],
        "repetitive_tasks": [{"task": "lifting", "plane": "sagittal", "hours_per_week": choose.randint(1, 20)}],
        "stairs": {"lead_leg": choose.choice((*SIDES, "alternates")), "always": choose.choice(YES_OR_NO)},
        "safety": {"screened_on": DAY, "answers": dict.fromkeys(QUESTIONS, "no")},
        "start_back": {"total": choose.randint(0, 9), "distress": 0},
        "prior_care_any": "yes",
        "prior_care_list_complete": choose.choice(ANSWERS),
        "hip_flexors_ever_examined": choose.choice(ANSWERS),
    }
    asked = ("pain_on_rising_from_sitting", "difficulty_standing_erect", "pain_on_hip_extension", "hip_held_flexed",
             "pain_unrelated_to_movement", "back_spasms", "sports_complete")  # fmt: skip
    return told | _answers(choose, asked)


def _minutes(choose: Choose, share: float) -> Document:
    return {name: choose.randint(0, 18) * 10 for name in SITTING if choose.random() < share}


def _sport(choose: Choose, kind: str) -> Document:
    return {
        "sport": kind,
        "sessions_per_week": choose.randint(1, 5),
        "minutes_per_session": choose.randint(2, 9) * 10,
        "side_dominant": choose.choice(YES_OR_NO),
        "load_increase_percent": choose.choice((0, 0, 10, 40)),
    }


def _treatment(choose: Choose, place: int) -> Document:
    sessions, pain = choose.randint(1, 20), choose.randint(3, 9)
    return {
        "provider_kind": choose.choice(get_args(vocabulary.ProviderKind)),
        "started_on": f"2025-{3 * place + 1:02}-{choose.randint(1, 28):02}",
        "ended_on": f"2025-{3 * place + 3:02}-{choose.randint(1, 28):02}",
        "for_current_complaint": "yes",
        "sessions_min": sessions,
        "sessions_max": sessions + choose.randint(0, 2),
        "outcome": choose.choice(("no_change", "no_change", "worse", "slightly_better", "better")),
        "pain_before": pain,
        "pain_after": choose.randint(2, pain),
        "regions_examined": choose.sample(get_args(vocabulary.ExaminedRegion), choose.randint(1, 2)),
        "interventions": choose.sample(get_args(vocabulary.Intervention), choose.randint(1, 4)),
    } | _answers(choose, ("hip_flexors_examined", "regions_examined_complete", "interventions_complete"))


def _examination(choose: Choose) -> Document:
    """Twelve findings: three muscles, the length test and two strengths, left and right."""
    return {
        "examined_at": f"2026-06-{choose.randint(1, 28):02}T09:{choose.randint(10, 59)}:00+02:00",
        "examiner": "A. Rivera",
        "status": "final",
        "palpation": _both_sides(choose, "muscle", ("psoas_major", "quadratus_lumborum", "erector_spinae"), _palpated),
        "length_tests": _both_sides(choose, "test", ("modified_thomas",), _length),
        "strength": _both_sides(choose, "action", ("hip_flexion", "hip_extension"), _strength),
        "posture": {"pelvic_tilt": choose.choice(("anterior", "neutral")), "femoral_rotation_left": "neutral"},
        "breathing": {"pattern": choose.choice(get_args(anatomy.BreathingPattern)), "condition": "rest"},
        "neuro": {"reflex_change": "no", "dermatomal_loss": "no"},
        "abdomen": {"pulsatile_mass": "no", "guarding": "no"},
    }


def _both_sides(choose: Choose, site: str, names: tuple[str, ...], make: Callable[[Choose], Document]) -> list[Document]:
    return [{site: name, "side": side} | make(choose) for name in names for side in SIDES]


def _palpated(choose: Choose) -> Document:
    familiar = choose.choice(YES_OR_NO)
    return {"tenderness": choose.randint(0, 4), "tone": choose.choice(("normal", "spasm")), "reproduces_familiar_pain": familiar}


def _length(choose: Choose) -> Document:
    return {"hip_extension_deg": choose.randint(-20, 15), "knee_flexion_deg": choose.randint(60, 95), "pelvis_stabilised": "yes"}


def _strength(choose: Choose) -> Document:
    return {"grade": choose.choice(("4-", "4", "4+", "5", "5")), "painful": choose.choice(YES_OR_NO)}


def _answers(choose: Choose, names: Iterable[str]) -> Document:
    return {name: choose.choice(ANSWERS) for name in names}
