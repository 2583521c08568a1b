"""The people of the demo clinic, as the documents that the services take. All of them are invented.

Dates are counted back from today, so that the demo is never in the future and never stale.
"""

import datetime
from typing import Any, NamedTuple, get_args

from patients.documents import SafetyItem

Document = dict[str, Any]


class Person(NamedTuple):
    """One invented patient: a fixed identifier, and what the front desk and the therapist record."""

    identifier: str
    patient: Document
    intake: Document
    ready: bool
    prior_treatments: tuple[Document, ...] = ()
    examination: Document | None = None
    sign: bool = True


def people(now: datetime.datetime) -> tuple[Person, ...]:
    """Everybody, for a demo built at `now`."""
    today = now.date()

    def ago(days: int) -> str:
        return (today - datetime.timedelta(days=days)).isoformat()

    examined = (now - datetime.timedelta(minutes=20)).isoformat(timespec="seconds")
    return (
        eleven_or_twelve_sessions(ago, examined),
        desk_worker(ago, examined),
        runner(ago),
        warfarin_after_golf(ago, examined),
        known_osteoporosis(ago, examined),
        hockey_player(ago, examined),
        just_arrived(ago),
    )


def eleven_or_twelve_sessions(ago: Any, examined: str) -> Person:
    """The man this product starts from."""
    return Person(
        "DEMO-1",
        {"family_name": "Keller", "given_name": "Martin", "sex": "male", "birth_date": "1979-03-14", "phone": "+1 555 0101"},
        {
            "recorded_on": ago(0), "source": "front_desk",
            "chief_complaint": "Low back pain, no better after a course of treatment",
            "pain_locations": ["low_back"], "pain_now": 6, "duration_weeks": 26,
            "prior_care_any": "yes", "hip_flexors_ever_examined": "no",
            "sitting": {"workday": {"work": 420, "driving": 60}, "workdays_per_week": 5},
            "stairs": {"lead_leg": "right", "always": "yes"},
        },
        ready=False,
        prior_treatments=(
            {
                "provider_kind": "clinician_unspecified", "facility": "another location", "for_current_complaint": "yes",
                "sessions_min": 11, "sessions_max": 12, "sessions_approximate": True, "outcome": "no_change",
                "hip_flexors_examined": "no", "source": "patient", "reported_on": ago(0),
            },
        ),
        examination={
            "examined_at": examined,
            "palpation": [
                {"muscle": "psoas_major", "side": "right", "tenderness": 3, "reproduces_familiar_pain": "yes",
                 "note": "nearly jumped off the table"},
            ],
        },
    )  # fmt: skip


def desk_worker(ago: Any, examined: str) -> Person:
    """Everything recorded: two providers, nobody looked."""
    return Person(
        "DEMO-2",
        {"family_name": "Delgado Ruiz", "given_name": "Ana", "sex": "female", "birth_date": "1985-05-20", "language": "es"},
        {
            "recorded_on": ago(0), "source": "front_desk", "pain_locations": ["low_back"], "pain_side": "right",
            "pain_now": 5, "pain_average": 5, "pain_worst": 8, "duration_weeks": 30,
            "pain_on_rising_from_sitting": "yes", "difficulty_standing_erect": "no", "back_spasms": "yes",
            "sitting": {
                "workday": _minutes(work=480, driving=60, eating=60, tv=60, devices=60),
                "non_workday": _minutes(computer=60, driving=30, eating=60, tv=120, devices=60),
                "workdays_per_week": 5,
            },
            "sports": [], "sports_complete": "yes", "repetitive_tasks": [],
            "stairs": {"lead_leg": "right", "always": "yes", "flights_per_day": 10},
            "prior_care_any": "yes", "prior_care_list_complete": "yes",
            "safety": {"screened_on": ago(0), "answers": all_no()}, "start_back": {"total": 2, "distress": 1},
        },
        ready=True,
        prior_treatments=(
            _course("physical_therapist", "North Street Physio", ago(210), ago(150), 8, ["core_strengthening"]),
            _course("chiropractor", "Dr. Hale", ago(120), ago(45), 6, ["spinal_manipulation"]),
        ),
        examination={
            "examined_at": examined,
            "palpation": [
                {"muscle": "psoas_major", "side": "right", "tenderness": 2, "reproduces_familiar_pain": "yes"},
                {"muscle": "psoas_major", "side": "left", "tenderness": 0},
                {"muscle": "quadratus_lumborum", "side": "right", "tenderness": 2, "tone": "normal"},
                {"muscle": "erector_spinae", "side": "left", "absent_reason": "not_performed"},
            ],
            "length_tests": [
                _thomas("right", -8, 75),
                _thomas("left", 3, 82),
            ],
            "strength": [
                {"action": "hip_flexion", "side": "right", "grade": "4+", "painful": "no"},
                {"action": "hip_flexion", "side": "left", "grade": "5", "painful": "no"},
            ],
        },
    )  # fmt: skip


def runner(ago: Any) -> Person:
    """Groin pain after a training increase; most safety questions still open."""
    return Person(
        "DEMO-3",
        {"family_name": "Okafor", "given_name": "Chidinma", "sex": "female", "birth_date": "1987-02-11"},
        {
            "recorded_on": ago(0), "source": "patient", "pain_locations": ["groin"], "pain_side": "left",
            "duration_weeks": 12, "athlete": "yes", "sports_complete": "yes",
            "sports": [{"sport": "running", "sessions_per_week": 5, "minutes_per_session": 50, "load_increase_percent": 40}],
        },
        ready=False,
    )  # fmt: skip


def warfarin_after_golf(ago: Any, examined: str) -> Person:
    """Blood thinners and groin pain: the gate is urgent and the psoas finding is withheld."""
    return Person(
        "DEMO-4",
        {"family_name": "Lindqvist", "given_name": "Per", "sex": "male", "birth_date": "1960-01-15"},
        {
            "recorded_on": ago(0), "source": "patient", "pain_locations": ["groin", "low_back"], "pain_side": "right",
            "sports": [{"sport": "golf", "sessions_per_week": 1, "minutes_per_session": 240, "side_dominant": "yes"}],
            "safety": {
                "screened_on": ago(0),
                "answers": {"anticoagulated": "yes", "major_trauma": "no", "fever_unwell": "no", "leg_weakness_worsening": "no"},
            },
        },
        ready=False,
        examination={
            "examined_at": examined,
            "palpation": [{"muscle": "psoas_major", "side": "right", "tenderness": 3}],
        },
        sign=False,
    )  # fmt: skip


def known_osteoporosis(ago: Any, examined: str) -> Person:
    """A positive answer that a clinician reviewed and cleared."""
    review = {"item": "osteoporosis", "disposition": "cleared", "reason": "Known for years, imaging in May without fracture",
              "reviewed_on": ago(0), "reviewed_by": "Robin Meyer, PT"}  # fmt: skip
    answers = all_no() | {"osteoporosis": "yes"}
    return Person(
        "DEMO-5",
        {"family_name": "Nakamura", "given_name": "Yuki", "sex": "female", "birth_date": "1954-04-04"},
        {
            "recorded_on": ago(0), "source": "front_desk", "pain_locations": ["low_back"], "prior_care_any": "no",
            "safety": {"screened_on": ago(0), "answers": answers, "reviews": [review]},
        },
        ready=True,
        examination={
            "examined_at": examined,
            "palpation": [
                {"muscle": "psoas_major", "side": "left", "tenderness": 3},
                {"muscle": "psoas_major", "side": "right", "tenderness": 1},
            ],
        },
    )  # fmt: skip


def hockey_player(ago: Any, examined: str) -> Person:
    """One provider never looked, the next one did: examined late."""
    first = _course("physical_therapist", "Rink Side Rehab", ago(200), ago(160), 7, ["core_stabilisation"])
    second = _course("physician", "Dr. Aalto", ago(90), ago(60), 2, ["hip_flexor_treatment", "stretching"])
    second |= {"hip_flexors_examined": "yes", "hip_flexor_exam_modes": ["palpated"], "hip_flexor_exam_modes_complete": "yes",
               "regions_examined": ["back", "hip"], "outcome": "slightly_better"}  # fmt: skip
    return Person(
        "DEMO-6",
        {"family_name": "Bélanger", "given_name": "Luc", "sex": "male", "birth_date": "2000-06-01"},
        {
            "recorded_on": ago(0), "source": "patient", "pain_locations": ["hip"], "pain_side": "right", "athlete": "yes",
            "sports": [{"sport": "hockey", "sessions_per_week": 5, "minutes_per_session": 90,
                        "side_dominant": "yes", "dominant_side": "right"}],
            "sports_complete": "yes", "repetitive_tasks": [], "prior_care_any": "yes",
            "safety": {"screened_on": ago(0), "answers": all_no()},
        },
        ready=True,
        prior_treatments=(first, second),
        examination={
            "examined_at": examined,
            "palpation": [
                {"muscle": "psoas_major", "side": "right", "tenderness": 2},
                {"muscle": "psoas_major", "side": "left", "tenderness": 0},
                {"muscle": "rectus_femoris", "side": "right", "tenderness": 2},
            ],
        },
    )  # fmt: skip


def just_arrived(ago: Any) -> Person:
    """Nothing recorded but a name and a date: see what the product asks for."""
    return Person("DEMO-7", {"family_name": "Novak", "given_name": "Jana"}, {"recorded_on": ago(0)}, ready=False)


def all_no() -> dict[str, str]:
    """Every safety question answered no."""
    return dict.fromkeys(get_args(SafetyItem), "no")


def _minutes(**recorded: int) -> dict[str, int]:
    return dict.fromkeys(("work", "computer", "driving", "eating", "tv", "devices", "other"), 0) | recorded


def _thomas(side: str, hip_extension_deg: float, knee_flexion_deg: float) -> Document:
    return {"test": "modified_thomas", "side": side, "hip_extension_deg": hip_extension_deg,
            "knee_flexion_deg": knee_flexion_deg, "pelvis_stabilised": "yes"}  # fmt: skip


def _course(kind: str, name: str, started: str, ended: str, sessions: int, interventions: list[str]) -> Document:
    return {
        "provider_kind": kind, "provider_name": name, "started_on": started, "ended_on": ended, "for_current_complaint": "yes",
        "sessions_min": sessions, "sessions_max": sessions, "outcome": "no_change", "hip_flexors_examined": "no",
        "interventions": interventions, "interventions_complete": "yes",
        "regions_examined": ["back"], "regions_examined_complete": "yes", "source": "patient",
    }  # fmt: skip
