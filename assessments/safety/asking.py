"""PURE: what of the safety screen to ask, in the order in which it matters."""

from collections.abc import Sequence

from assessments.logic import Pointers
from assessments.safety import SafetyState
from assessments.safety.conditions import CONDITIONS
from assessments.safety.look import PREFIX
from assessments.wording import NAMED_AT_MOST, label, listed
from patients.documents.language import ngettext

EMERGENCIES = {PREFIX + item for condition in CONDITIONS if condition.level == "emergency" for item in condition.needs_yes}


def open_safety_inputs(safety: SafetyState) -> Pointers:
    """What is open: first what could be an emergency, then what opens palpation, then the rest.

    Behind a red flag only the screen itself: what else would weigh an answer changes nothing any more.
    """
    stopped = safety.gate in ("emergency", "urgent")
    asked = (pointer for pointer in safety.missing if not (stopped and pointer in safety.open_inputs))
    return tuple(sorted(asked, key=lambda pointer: 0 if pointer in EMERGENCIES else 2 - (pointer in safety.palpation_missing)))


def safety_label(pointers: Sequence[str]) -> str:
    """For example: the 2 unanswered safety questions (unsteady gait and calf swelling) and the birth date."""
    questions = [label(pointer) for pointer in pointers if pointer.startswith(PREFIX)]
    others = [label(pointer) for pointer in pointers if not pointer.startswith(PREFIX)]
    return listed([_unanswered(questions), *others]) if questions else listed(others)


def _unanswered(questions: list[str]) -> str:
    """How many, and which where they are few."""
    count = len(questions)
    if count > NAMED_AT_MOST:
        return ngettext("the {count} unanswered safety question", "the {count} unanswered safety questions", count).format(
            count=count
        )
    few = ngettext(
        "the {count} unanswered safety question ({topics})", "the {count} unanswered safety questions ({topics})", count
    )
    return few.format(count=count, topics=listed(questions))
