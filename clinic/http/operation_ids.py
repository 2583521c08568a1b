"""What a generated client calls things: operation ids and tags, from the address alone, so that they never change by accident."""

TAGS = {
    "patients": "Who the people are: register, find, correct.",
    "intakes": "What a patient reports, in versions: a draft, then ready; a correction is a new version.",
    "prior-treatments": "Earlier providers and courses of treatment, and whether anybody examined the hip flexors.",
    "examinations": "What a therapist finds, side by side: a draft, then signed; a correction is an amendment.",
    "assessments": "What the rules say about a patient: the gate, every verdict with its evidence, what to ask next.",
    "flags": "The work list: verdicts that live across assessments, and what people did about them.",
    "evaluate": "A case in, an assessment out; nothing is stored.",
    "rules": "What each rule says, rests on and takes for granted; the thresholds that a clinic may set.",
    "webhook-subscriptions": "Which events are sent to which address of another system, and how that goes.",
    "webhook-deliveries": "One event on its way to one receiver: every try, and sending it again.",
    "me": "Who the caller is, and what it may do.",
}

_VERBS = {"GET": "get", "POST": "create", "PUT": "set", "PATCH": "update", "DELETE": "delete"}
_ROOT = 2  # "api", "v1"


def operation_id(method: str, path: str) -> str:
    """A verb and what it acts on: ``list_patient_intakes``, ``create_patient_intake``, ``get_intake``, ``sign_examination``;
    ``POST /api/v1/examinations/{examination_id}/enter-in-error`` is ``enter_examination_in_error``."""
    words = path.strip("/").split("/")[_ROOT:]
    names = [name.replace("-", "_") for name in _names(path)]
    last, owner = names[-1], "_".join(map(singular, names[:-1]))
    if words[-1].startswith("{") or method not in ("GET", "POST"):
        return _joined(_VERBS[method], *map(singular, names))
    if method == "GET":
        return _joined("list" if last.endswith("s") else "get", owner, last)
    if last.endswith("s"):
        return _joined("create", owner, singular(last))
    verb, _, rest = last.partition("_")
    return _joined(verb, owner, rest)


def tag_of(path: str) -> str:
    """What an address is about: the last word in it that is a tag, or the first word."""
    names = _names(path)
    tags = [tag for name in names for tag in (name, f"{name}s") if tag in TAGS]
    return tags[-1] if tags else names[0]


def singular(name: str) -> str:
    """``prior_treatments`` → ``prior_treatment``, ``deliveries`` → ``delivery``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _names(path: str) -> list[str]:
    return [word for word in path.strip("/").split("/")[_ROOT:] if not word.startswith("{")]


def _joined(*words: str) -> str:
    return "_".join(word for word in words if word)
