"""The inputs that rules declare, in words: a pointer pattern such as `/prior_treatments/*/outcome`, for a reader."""

from assessments.wording import words
from patients.documents.language import marked
from patients.documents.language import translated as _

PARTS = {
    "/intake": marked("Intake, the whole of it"),
    "/intake/pain_locations": marked("Intake: where it hurts"),
    "/intake/prior_care_any": marked("Intake: any earlier care for this complaint"),
    "/intake/prior_care_list_complete": marked("Intake: whether all providers are listed"),
    "/intake/hip_flexors_ever_examined": marked("Intake: whether anybody ever examined the hip flexors"),
    "/intake/recorded_on": marked("Intake: the day it was recorded"),
    "/intake/safety": marked("Intake: the safety questions, their date and their reviews"),
    "/intake/sitting": marked("Intake: hours of sitting on working and other days"),
    "/intake/sports": marked("Intake: the sports, how often and how long"),
    "/intake/sports_complete": marked("Intake: whether all sports are listed"),
    "/intake/stairs": marked("Intake: which leg leads on stairs"),
    "/intake/start_back/distress": marked("Intake: STarT Back distress score"),
    "/intake/start_back/total": marked("Intake: STarT Back total score"),
    "/intake/symptoms_changed_on": marked("Intake: the day the symptoms changed"),
    "/patient/birth_date": marked("Patient: birth date or age"),
    "/prior_treatments": marked("Earlier treatments, the whole list"),
    "/examination": marked("Examination, the whole of it"),
    "/examination/abdomen": marked("Abdominal signs"),
    "/examination/neuro": marked("Neurological signs"),
    "/examination/posture": marked("Posture"),
    "/examination/status": marked("Examination: draft or signed"),
    "/prior_treatments/*/odi_before": marked("Each earlier treatment: ODI before"),
    "/prior_treatments/*/odi_after": marked("Each earlier treatment: ODI after"),
    "/prior_treatments/*/sessions_min": marked("Each earlier treatment: number of sessions"),
}
LISTS = {
    "palpation": marked("Palpation"),
    "length_tests": marked("Length tests"),
    "strength": marked("Strength"),
    "range_of_motion": marked("Range of motion"),
    "special_tests": marked("Special tests"),
}
FIELDS = {
    "hip_extension_deg": marked("hip extension in degrees"),
    "knee_flexion_deg": marked("knee flexion in degrees"),
}


def input_words(pointer: str) -> str:
    """Never empty, and free of codes: "Palpation: psoas major, tenderness (each side)"."""
    if pointer in PARTS:
        return _(PARTS[pointer])
    part, *rest = pointer.strip("/").split("/")
    if part == "examination" and rest[0] in LISTS:
        return _finding(*rest)
    if part == "prior_treatments":
        return _("Each earlier treatment: {field}").format(field=words(rest[-1]))
    return _("{part}: {field}").format(part=words(part).capitalize(), field=" ".join(map(words, rest)))


def _finding(kind: str, site: str = "", side: str = "", field: str = "") -> str:
    """A list of findings, one site of it, or one field of the site's finding on each side."""
    what = _(LISTS[kind])
    if site:
        what = _("{list}: {site}").format(list=what, site=words(site))
    if field:
        what = _("{finding}, {field}").format(finding=what, field=_(FIELDS[field]) if field in FIELDS else words(field))
    return _("{finding} (each side)").format(finding=what) if side else what
