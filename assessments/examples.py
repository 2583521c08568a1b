"""Examples for the description of the REST interface. They run: a test sends each of them."""

from drf_spectacular.utils import OpenApiExample

_PSOAS = {"muscle": "psoas_major", "side": "right", "tenderness": 3, "reproduces_familiar_pain": "yes"}

EXAMINATION = OpenApiExample(
    "A first look",
    value={
        "examined_at": "2026-03-02T09:40:00+01:00",
        "examiner": "A. Rivera",
        "palpation": [_PSOAS, {"muscle": "psoas_major", "side": "left", "absent_reason": "not_performed"}],
        "length_tests": [{"test": "modified_thomas", "side": "right", "hip_extension_deg": -12, "pelvis_stabilised": "yes"}],
    },
    request_only=True,
)
FINDINGS = OpenApiExample(
    "The left side as well; the right one was not a 3",
    value={
        "palpation": [
            {"muscle": "psoas_major", "side": "left", "tenderness": 0, "absent_reason": None},
            {"muscle": "psoas_major", "side": "right", "tenderness": 2},
        ]
    },
    request_only=True,
)
AMENDMENT = OpenApiExample(
    "Sides mixed up",
    value={
        "reason": "Left and right were mixed up",
        "palpation": [
            {"muscle": "psoas_major", "side": "left", "tenderness": 3},
            {"muscle": "psoas_major", "side": "right", "tenderness": 0},
        ],
    },
    request_only=True,
)
REASON = OpenApiExample("Another person's", value={"reason": "Examined somebody else"}, request_only=True)
ACKNOWLEDGEMENT = OpenApiExample(
    "A red flag: who was told, and when",
    value={"action": "told_clinician", "told": "Dr. A. Rivera", "acted_at": "2026-03-02T09:40:00+01:00"},
    request_only=True,
)
OVERRIDE = OpenApiExample(
    "Examined elsewhere",
    value={"reason_code": "examined_elsewhere", "reason": "By her physician last week, letter seen"},
    request_only=True,
)
RESOLUTION = OpenApiExample("Done", value={"reason_code": "addressed", "reason": "Both sides examined today"}, request_only=True)
THRESHOLD = OpenApiExample(
    "Falls count from 60 here",
    value={"value": 60, "reason": "Our clinic sees many people with low bone density"},
    request_only=True,
)
CASE = OpenApiExample(
    "Eleven or twelve sessions elsewhere, no better",
    value={
        "as_of": "2026-03-02T10:00:00Z",
        "patient": {"sex": "male", "birth_date": "1979-03-14"},
        "intake": {"recorded_on": "2026-03-02", "prior_care_any": "yes", "hip_flexors_ever_examined": "no"},
        "prior_treatments": [{"sessions_min": 11, "sessions_max": 12, "outcome": "no_change"}],
        "examination": {"palpation": [{"muscle": "psoas_major", "side": "right", "tenderness": 3}]},
    },
    request_only=True,
)
