"""PURE: what to ask next: safety first, then the few inputs that would help to settle the most verdicts.

Nothing is asked for that the gate or a precaution stops: behind a red flag only safety questions are left, no muscle is to be
palpated before palpation is cleared, nobody is asked to hop, and no hip is stretched while bone risk is not ruled out.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from assessments.case import Case
from assessments.document import FINDING_LISTS, FindingPart
from assessments.logic import Pointers
from assessments.rule import Rank
from assessments.safety import safety_of
from assessments.safety.asking import open_safety_inputs, safety_label
from assessments.verdict import Verdict
from assessments.wording import label_of

QUESTIONS_SHOWN = 3
ANY_CARE, TREATMENTS = "/intake/prior_care_any", "/prior_treatments"
WEIGHTS: dict[Rank, int] = {
    "red_flag": 6, "data": 5, "precaution": 5, "alternative": 5, "care_gap": 4, "psychosocial": 3, "finding": 3, "exposure": 2,
    "pattern": 1,
}  # fmt: skip
"""How much it weighs to settle a verdict of each rank."""

PALPATED = "/examination/palpation/"
HOPPED = "/examination/special_tests/hop/"
STRETCHED = (
    "/examination/length_tests/",
    "/examination/special_tests/ely/",
    "/examination/special_tests/psoas_sign/",
    "/examination/range_of_motion/hip_extension/",
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to record next. `pointers`: all the inputs it stands for; `pointer`: the first of them; `label`: it in words;
    `rules`: those that wait for it."""

    pointer: str
    pointers: tuple[str, ...]
    label: str
    rules: tuple[str, ...]


def ask_next(verdicts: Sequence[Verdict], *, limit: int = QUESTIONS_SHOWN) -> tuple[Question, ...]:
    """The next questions about the one case that all these verdicts are about, most useful first."""
    if not verdicts:
        return ()
    case = verdicts[0].case
    first = _safety_question(case, verdicts)
    if safety_of(case).gate in ("emergency", "urgent"):
        return first
    return (*first, *_heaviest(case, verdicts))[:limit]


def _safety_question(case: Case, verdicts: Sequence[Verdict]) -> tuple[Question, ...]:
    """One question for all that is open in the safety screen."""
    pointers = open_safety_inputs(safety_of(case))
    if not pointers:
        return ()
    waiting = (verdict for verdict in verdicts if not verdict.blocked_by and not set(pointers).isdisjoint(verdict.missing))
    rules = tuple(verdict.rule.id for verdict in waiting)
    return (Question(pointer=pointers[0], pointers=pointers, label=safety_label(pointers), rules=rules),)


def _heaviest(case: Case, verdicts: Sequence[Verdict]) -> list[Question]:
    """What undetermined verdicts wait for; left and right of one test are one question.

    A question alone before a verdict weighs as much as the verdict, one of four a quarter; verdicts in display order decide
    between equals.
    """
    weight: dict[str, float] = defaultdict(float)
    rules: dict[str, list[str]] = defaultdict(list)
    inputs: dict[str, dict[str, str]] = defaultdict(dict)
    for verdict in verdicts:
        if verdict.status == "undetermined" and not verdict.blocked_by:
            questions = _by_question(case, verdict.missing)
            for question, named in questions.items():
                weight[question] += WEIGHTS[verdict.rule.rank] / len(questions)
                rules[question].append(verdict.rule.id)
                inputs[question] |= named
    asked = set(open_safety_inputs(safety_of(case)))
    useful = [question for question in weight if not (asked.intersection(inputs[question]) or _stopped(case, question))]
    useful.sort(key=lambda question: -weight[question])
    return [_question(case, inputs[question], rules[question]) for question in useful]


def _question(case: Case, named: dict[str, str], rules: list[str]) -> Question:
    """`named`: the inputs by their pointers, each with its name by site and side."""
    pointers = sorted(named, key=lambda pointer: "right" in named[pointer])
    label = label_of([named[pointer] for pointer in pointers], case)
    return Question(pointer=pointers[0], pointers=tuple(pointers), label=label, rules=tuple(rules))


def label_again(case: Case, pointers: Sequence[str]) -> str:
    """The label of a question that was asked before about this case, in the language of now."""
    if not set(pointers).isdisjoint(open_safety_inputs(safety_of(case))):
        return safety_label(pointers)
    return label_of([_by_site_and_side(case, pointer) for pointer in pointers], case)


def _by_question(case: Case, missing: Pointers) -> dict[str, dict[str, str]]:
    """The earlier treatments are asked for only when it is known that there were any."""
    questions: dict[str, dict[str, str]] = defaultdict(dict)
    for pointer in missing:
        if pointer != TREATMENTS or ANY_CARE not in missing:
            named = _by_site_and_side(case, pointer)
            questions[named.replace("left", "*").replace("right", "*")][pointer] = named
    return questions


def _by_site_and_side(case: Case, pointer: str) -> str:
    """A recorded finding, named by its place in a list, as one that is missing is named."""
    tokens = pointer.split("/")
    if tokens[1] != "examination" or tokens[2] not in FINDING_LISTS or not tokens[3].isdigit():
        return pointer
    found: FindingPart = getattr(case.examination, tokens[2])[int(tokens[3])]
    return "/".join([*tokens[:3], *found.key(), *tokens[4:]])


def _stopped(case: Case, question: str) -> bool:
    if question.startswith(PALPATED):
        return safety_of(case).palpation not in ("cleared", "with_caution")
    bone_risk = case.intake.safety.answers.load_pain_with_bone_risk != "no"
    return question.startswith(HOPPED) or (bone_risk and question.startswith(STRETCHED))
