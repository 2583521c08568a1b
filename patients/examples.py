"""Examples for the description of the REST interface. They run: a test sends each of them."""

from drf_spectacular.utils import OpenApiExample

PATIENT = OpenApiExample(
    "A person",
    value={
        "family_name": "Keller",
        "given_name": "Martin",
        "birth_date": "1979-03-14",
        "sex": "male",
        "phone": "+1 555 0101",
        "identifiers": [{"system": "urn:example:mrn", "value": "4432"}],
    },
    request_only=True,
)
PATIENT_PATCH = OpenApiExample("Another number, no e-mail", value={"phone": "+1 555 0102", "email": None}, request_only=True)
INTAKE = OpenApiExample(
    "A first visit",
    value={
        "source": "front_desk",
        "chief_complaint": "Low back pain, no better after a course of treatment",
        "pain_locations": ["low_back"],
        "pain_now": 6,
        "sitting": {"workday": {"work": 420, "driving": 60}, "workdays_per_week": 5},
        "sports": [{"sport": "running", "sessions_per_week": 3, "minutes_per_session": 45}],
        "safety": {"answers": {"cancer_history": "no", "fever_unwell": "no"}},
        "prior_care_any": "yes",
        "hip_flexors_ever_examined": "no",
    },
    request_only=True,
)
INTAKE_PATCH = OpenApiExample(
    "One more answer; the pain is not recorded after all",
    value={"safety": {"answers": {"night_constant_pain": "unknown"}}, "pain_now": None},
    request_only=True,
)
TREATMENT = OpenApiExample(
    "Eleven or twelve sessions",
    value={
        "provider_kind": "physical_therapist",
        "provider_name": "Elm Street Physio",
        "sessions_min": 11,
        "sessions_max": 12,
        "outcome": "no_change",
        "hip_flexors_examined": "no",
    },
    request_only=True,
)
TREATMENT_PATCH = OpenApiExample("A letter says more", value={"source": "letter", "sessions_max": 14}, request_only=True)
REASON = OpenApiExample("Another person's", value={"reason": "Told about somebody else"}, request_only=True)
MERGE = OpenApiExample(
    "What would happen, with the duplicate's given name",
    value={
        "duplicate_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "duplicate_revision": 1,
        "preview": True,
        "take": ["given_name"],
    },
    request_only=True,
)
UNMERGE = OpenApiExample(
    "It was somebody else", value={"duplicate_id": "01890a5d-ac96-774b-bcce-b302099a8057"}, request_only=True
)
