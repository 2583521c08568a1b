"""The inputs that rules declare, in words: a pointer pattern such as `/prior_treatments/*/outcome`, for a reader."""

PARTS = {
    "/intake": "Intake, the whole of it",
    "/intake/pain_locations": "Intake: where it hurts",
    "/intake/prior_care_any": "Intake: any earlier care for this complaint",
    "/intake/prior_care_list_complete": "Intake: whether all providers are listed",
    "/intake/hip_flexors_ever_examined": "Intake: whether anybody ever examined the hip flexors",
    "/intake/recorded_on": "Intake: the day it was recorded",
    "/intake/safety": "Intake: the safety questions, their date and their reviews",
    "/intake/sitting": "Intake: hours of sitting on working and other days",
    "/intake/sports": "Intake: the sports, how often and how long",
    "/intake/sports_complete": "Intake: whether all sports are listed",
    "/intake/stairs": "Intake: which leg leads on stairs",
    "/intake/start_back/distress": "Intake: STarT Back distress score",
    "/intake/start_back/total": "Intake: STarT Back total score",
    "/intake/symptoms_changed_on": "Intake: the day the symptoms changed",
    "/patient/birth_date": "Patient: birth date or age",
    "/prior_treatments": "Earlier treatments, the whole list",
    "/examination": "Examination, the whole of it",
    "/examination/abdomen": "Abdominal signs",
    "/examination/neuro": "Neurological signs",
    "/examination/posture": "Posture",
    "/examination/status": "Examination: draft or signed",
    "/prior_treatments/*/odi_before": "Each earlier treatment: ODI before",
    "/prior_treatments/*/odi_after": "Each earlier treatment: ODI after",
    "/prior_treatments/*/sessions_min": "Each earlier treatment: number of sessions",
}
LISTS = {
    "palpation": "Palpation",
    "length_tests": "Length tests",
    "strength": "Strength",
    "range_of_motion": "Range of motion",
    "special_tests": "Special tests",
}
FIELDS = {"hip_extension_deg": "hip extension in degrees", "knee_flexion_deg": "knee flexion in degrees"}


def input_words(pointer: str) -> str:
    """Never empty, and free of codes: "Palpation: psoas major, tenderness (each side)"."""
    if pointer in PARTS:
        return PARTS[pointer]
    part, *rest = pointer.strip("/").split("/")
    if part == "examination" and rest[0] in LISTS:
        return _finding(*rest)
    if part == "prior_treatments":
        return f"Each earlier treatment: {_plain(rest[-1])}"
    return f"{_plain(part).capitalize()}: {' '.join(map(_plain, rest))}"


def _finding(kind: str, site: str = "", side: str = "", field: str = "") -> str:
    """A list of findings, one site of it, or one field of the site's finding on each side."""
    where = f": {_plain(site)}" if site else ""
    what = f", {FIELDS.get(field, _plain(field))}" if field else ""
    return f"{LISTS[kind]}{where}{what}{' (each side)' if side else ''}"


def _plain(code: str) -> str:
    return code.replace("_", " ")
