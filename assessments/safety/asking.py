"""PURE: what of the safety screen to ask, in the order in which it matters."""

from collections.abc import Sequence

from assessments.logic import Pointers
from assessments.safety import SafetyState
from assessments.safety.conditions import CONDITIONS
from assessments.safety.look import PREFIX
from assessments.wording import NAMED_AT_MOST, counted, label, listed

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
    if not questions:
        return listed(others)
    named = f" ({listed(questions)})" if len(questions) <= NAMED_AT_MOST else ""
    return listed([f"the {counted(len(questions), 'unanswered safety question')}{named}", *others])
