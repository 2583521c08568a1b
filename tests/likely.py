"""Random cases as a clinic would write them: most things recorded, most safety answers no, both sides examined.

Cases from structs alone rarely get past "not recorded"; these do. One seed gives one case.
"""

import datetime
import random
from typing import Any, get_args

from assessments import anatomy
from assessments.case import Case
from patients.documents import InvalidDocument, read
from patients.documents import vocabulary as v
from patients.documents.safety_questions import QUESTIONS

Document = dict[str, Any]
DAY = datetime.date(2026, 6, 1)
MUSCLES = ("psoas_major", "iliacus", "quadratus_lumborum", "erector_spinae")
YES_NO = ("yes", "no", "yes", "no", "yes", "no", "unknown", "not_asked", "declined")


def likely_case(seed: int) -> Case:
    """A valid case; the same for the same seed."""
    rng = random.Random(seed)
    while True:
        try:
            return read(Case, _case(rng))
        except InvalidDocument:
            continue


def _case(rng: random.Random) -> Document:
    return _some(
        rng,
        0.97,
        as_of=lambda: "2026-07-01T12:00:00Z",
        patient=lambda: _some(
            rng, 0.9, birth_date=lambda: f"{rng.randint(1930, 2012)}-05-05", sex=lambda: rng.choice(get_args(v.Sex))
        ),
        intake=lambda: _intake(rng),
        prior_treatments=lambda: [_treatment(rng) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))],
        examination=lambda: _examination(rng),
    )


def _some(rng: random.Random, share: float, **fields: Any) -> Document:
    """About this share of the fields, the others not recorded."""
    return {name: make() for name, make in fields.items() if rng.random() < share}


def _answers(rng: random.Random, *names: str) -> Document:
    return {name: rng.choice(YES_NO) for name in names}


def _intake(rng: random.Random) -> Document:
    locations = get_args(v.PainLocation)
    return (
        _answers(
            rng, "pain_on_rising_from_sitting", "difficulty_standing_erect", "pain_on_hip_extension", "hip_held_flexed",
            "pain_unrelated_to_movement", "back_spasms", "sports_complete", "prior_care_any", "prior_care_list_complete",
            "hip_flexors_ever_examined",
        )
        | _some(
            rng,
            0.85,
            recorded_on=lambda: str(DAY),
            source=lambda: rng.choice(get_args(v.IntakeSource)),
            pain_locations=lambda: rng.sample(locations, rng.randint(1, 3)),
            sitting=lambda: _sitting(rng),
            sports=lambda: [_sport(rng) for _ in range(rng.randint(0, 3))],
            repetitive_tasks=lambda: [_task(rng) for _ in range(rng.randint(0, 2))],
            stairs=lambda: {"lead_leg": rng.choice(get_args(v.LeadLeg)), "always": rng.choice(YES_NO)},
            safety=lambda: _safety(rng),
            start_back=lambda: _some(rng, 0.8, total=lambda: rng.randint(0, 9), distress=lambda: rng.randint(0, 5)),
        )
        | _some(rng, 0.15, symptoms_changed_on=lambda: str(DAY + datetime.timedelta(days=rng.randint(-5, 5))))
    )  # fmt: skip


def _sitting(rng: random.Random) -> Document:
    def day() -> Document:
        share = rng.choice((0.3, 1.0, 1.0))
        names = ("work", "computer", "driving", "eating", "tv", "devices", "other")
        return {name: rng.choice((0, 30, 60, 120, 240)) for name in names if rng.random() < share}

    return _some(
        rng,
        0.8,
        workday=day,
        non_workday=day,
        workdays_per_week=lambda: rng.randint(0, 7),
        total_workday_minutes=lambda: rng.choice((300, 480, 600)),
    )


def _sport(rng: random.Random) -> Document:
    return {"sport": rng.choice(get_args(v.SportKind)), "side_dominant": rng.choice(YES_NO)} | _some(
        rng,
        0.8,
        sessions_per_week=lambda: rng.randint(0, 6),
        minutes_per_session=lambda: rng.choice((30, 45, 60, 90)),
        plane=lambda: rng.choice(get_args(v.Plane)),
        load_increase_percent=lambda: rng.choice((0, 10, 30, 50)),
        dominant_side=lambda: rng.choice(("left", "right")),
    )


def _task(rng: random.Random) -> Document:
    return {"task": "lifting"} | _some(
        rng, 0.8, plane=lambda: rng.choice(get_args(v.Plane)), hours_per_week=lambda: rng.choice((2, 9, 10, 40))
    )


def _safety(rng: random.Random) -> Document:
    complete = dict.fromkeys(QUESTIONS, "no")
    changed = {rng.choice(list(QUESTIONS)): rng.choice(YES_NO) for _ in range(rng.choice((0, 0, 1, 1, 2)))}
    positive = [item for item, answer in changed.items() if answer == "yes"]
    screened = DAY + datetime.timedelta(days=rng.choice((-1, 0, 0, 0, 0, 3)))
    return {
        "answers": complete | changed,
        "reviews": [_review(rng, item) for item in positive if rng.random() < 0.5],
    } | _some(rng, 0.95, screened_on=lambda: str(screened))


def _review(rng: random.Random, item: str) -> Document:
    day = DAY + datetime.timedelta(days=rng.choice((-1, 0, 3, 6)))
    return {
        "item": item,
        "disposition": rng.choice(get_args(v.Disposition)),
        "reason": "known",
        "reviewed_by": "A. Rivera",
        "reviewed_on": str(day),
    }


def _treatment(rng: random.Random) -> Document:
    months = rng.randint(1, 4)
    core = ["core_strengthening", "core_stabilisation"]
    return _answers(
        rng, "hip_flexors_examined", "hip_flexors_reexamined", "hip_flexor_exam_modes_complete", "regions_examined_complete",
        "interventions_complete",
    ) | _some(
        rng,
        0.8,
        provider_kind=lambda: rng.choice(get_args(v.ProviderKind)),
        started_on=lambda: f"2026-0{months}-01",
        ended_on=lambda: f"2026-0{months + rng.randint(0, 1)}-20",
        for_current_complaint=lambda: rng.choice(("yes", "yes", "yes", "no")),
        sessions_min=lambda: rng.choice((0, 1, 5, 6, 9, 10, 19, 20)),
        outcome=lambda: rng.choice(get_args(v.Outcome)),
        pain_before=lambda: rng.randint(0, 10),
        pain_after=lambda: rng.randint(0, 10),
        hip_flexor_exam_modes=lambda: rng.sample(get_args(v.HipFlexorExamMode), rng.randint(0, 4)),
        regions_examined=lambda: rng.choice((["back"], ["back"], ["back", "hip"], [])),
        interventions=lambda: rng.choice((core, core[:1], [*core, "massage"], [])),
    )  # fmt: skip


def _examination(rng: random.Random) -> Document:
    return _some(
        rng,
        0.9,
        examined_at=lambda: "2026-06-01T09:00:00Z",
        status=lambda: rng.choice(("draft", "final", "final", "amended", "entered_in_error")),
        palpation=lambda: _findings(rng, "muscle", MUSCLES, _palpation),
        length_tests=lambda: _findings(rng, "test", ("modified_thomas",), _length),
        strength=lambda: _findings(rng, "action", get_args(anatomy.StrengthAction), _strength),
        range_of_motion=lambda: _findings(rng, "motion", get_args(anatomy.MotionKind), _motion),
        special_tests=lambda: _findings(rng, "test", get_args(anatomy.SpecialTestKind), _special),
        posture=lambda: _posture(rng),
        breathing=lambda: _some(
            rng, 0.8,
            pattern=lambda: rng.choice(get_args(anatomy.BreathingPattern)),
            condition=lambda: rng.choice(get_args(anatomy.BreathingCondition)),
        ),
        neuro=lambda: _answers(rng, "reflex_change", "dermatomal_loss", "progressive_weakness"),
        abdomen=lambda: {name: rng.choice((*["no"] * 8, "yes", "not_asked")) for name in ("pulsatile_mass", "guarding")},
    )  # fmt: skip


def _findings(rng: random.Random, site: str, sites: tuple[str, ...], make: Any) -> list[Document]:
    sides = [
        (name, side)
        for name in sites
        for side in ("left", "right", "unknown")
        if rng.random() < (0.1 if side == "unknown" else 0.8)
    ]
    return [
        {site: name, "side": side} | (make(rng) if rng.random() < 0.9 else {"absent_reason": "declined"}) for name, side in sides
    ]


def _palpation(rng: random.Random) -> Document:
    point = _answers(rng, "taut_band", "hypersensitive_spot", "referred_pain", "patient_recognition")
    return {"tenderness": rng.randint(0, 4), "reproduces_familiar_pain": rng.choice(YES_NO)} | _some(
        rng, 0.5, tone=lambda: rng.choice(get_args(anatomy.Tone)), trigger_point=lambda: point
    )


def _length(rng: random.Random) -> Document:
    degrees = rng.choice((-20, -15, -10, -5, -1, 0, 3, 5, 10))
    return {"hip_extension_deg": degrees, "pelvis_stabilised": rng.choice(("yes", "yes", "no", "not_asked"))} | _some(
        rng, 0.7, knee_flexion_deg=lambda: rng.choice((60, 66, 67, 80, 90))
    )


def _strength(rng: random.Random) -> Document:
    return {"grade": rng.choice(("2", "3", "4-", "4", "5", "5")), "painful": rng.choice(("no", "no", "yes", "not_asked"))}


def _motion(rng: random.Random) -> Document:
    return {"degrees": rng.choice((5, 14, 15, 30)), "painful": rng.choice(YES_NO)}


def _special(rng: random.Random) -> Document:
    return {"result": rng.choice(("positive", "negative", "negative")), "groin_pain": rng.choice(YES_NO)}


def _posture(rng: random.Random) -> Document:
    rotation = get_args(anatomy.FemoralRotation)
    return _some(
        rng,
        0.8,
        pelvic_tilt=lambda: rng.choice(get_args(anatomy.PelvicTilt)),
        femoral_rotation_left=lambda: rng.choice(rotation),
        femoral_rotation_right=lambda: rng.choice(rotation),
    )
