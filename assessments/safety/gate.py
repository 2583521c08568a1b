"""PURE: the safety gate: which conditions hold, what is unanswered, whether the screen is current, what a review changed."""

from functools import lru_cache
from typing import Literal

import msgspec
from msgspec.structs import replace

from assessments.atoms import age
from assessments.case import Case
from assessments.logic import Pointers, union
from assessments.safety.conditions import CONDITIONS, Condition, Level
from assessments.safety.look import PREFIX, Look
from assessments.safety.review import cleared_items
from patients.documents import SafetyAnswers, SafetyItem
from patients.documents.safety_questions import PREGNANCY_ITEMS, SAFETY_ITEMS, asks_about_pregnancy, questions_of_a_screen

Gate = Literal["emergency", "urgent", "incomplete", "caution", "clear"]
ScreenProblem = Literal["undated", "older_than_symptoms", "older_than_intake"]
SortedAnswers = tuple[frozenset[str], tuple[SafetyItem, ...], tuple[SafetyItem, ...]]
"""The items answered yes, those answered yes or no, and the required ones that are not."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A condition that holds. `cleared`: a clinician reviewed every positive answer it rests on, so it counts as caution."""

    condition: str
    level: Level
    title: str
    action: str
    cleared: bool
    items: tuple[str, ...]
    at: Pointers


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """The gate with its reasons.

    `answered` and `unanswered`: items answered yes or no, and required ones that are not. `open_inputs`: pointers outside
    the screen that an urgent condition with a positive answer waits for; they keep the gate incomplete. `undecided`: what
    any urgent condition still waits for: while there is any, nobody can say that there is no red flag.
    """

    gate: Gate
    conditions: tuple[Held, ...]
    answered: tuple[SafetyItem, ...]
    unanswered: tuple[SafetyItem, ...]
    screen_problem: ScreenProblem | None
    open_inputs: Pointers
    undecided: Pointers

    @property
    def missing(self) -> Pointers:
        """Everything that keeps the screen from being complete, as pointers."""
        dated = ("/intake/safety/screened_on",) if self.screen_problem else ()
        return union((dated, tuple(PREFIX + item for item in self.unanswered), self.open_inputs))

    @property
    def is_complete(self) -> bool:
        return not (self.unanswered or self.screen_problem or self.open_inputs)


def screen(case: Case) -> Screen:
    """The gate of the case: first emergency, then urgent, then incomplete, then caution, else clear."""
    positive, answered, unanswered = sorted_answers(case.intake.safety.answers, pregnancy_asked(case))
    held, open_inputs, undecided = _weighed(case, positive)
    problem = screen_problem(case)
    undecided = union((undecided, _would_excuse_pregnancy(case, unanswered)))
    gate = _gate(held, complete=not (unanswered or problem or open_inputs))
    return Screen(
        gate=gate,
        conditions=tuple(_advising(one, gate) for one in held),
        answered=answered,
        unanswered=unanswered,
        screen_problem=problem,
        open_inputs=open_inputs,
        undecided=undecided,
    )


@lru_cache(maxsize=1024)
def sorted_answers(answers: SafetyAnswers, about_pregnancy: bool) -> SortedAnswers:
    """Most screens say no to every question, so that this is found nearly always."""
    told = {item: getattr(answers, item) for item in SAFETY_ITEMS}
    answered = tuple(item for item, answer in told.items() if answer in ("yes", "no"))
    unanswered = tuple(item for item in questions_of_a_screen(about_pregnancy) if item not in answered)
    return frozenset(item for item, answer in told.items() if answer == "yes"), answered, unanswered


def screen_problem(case: Case) -> ScreenProblem | None:
    """Why the screen cannot speak for today: no date, or older than the symptoms or the intake it stands in."""
    screened_on = case.intake.safety.screened_on
    if screened_on is None:
        return "undated"
    if case.intake.symptoms_changed_on is not None and screened_on < case.intake.symptoms_changed_on:
        return "older_than_symptoms"
    if case.intake.recorded_on is not None and screened_on < case.intake.recorded_on:
        return "older_than_intake"
    return None


def pregnancy_asked(case: Case) -> bool:
    """Asked unless the sex is recorded as male or the age is outside 12 to 55; while either is unknown, it is asked."""
    return asks_about_pregnancy(case.patient.sex, case.age())


def _would_excuse_pregnancy(case: Case, unanswered: tuple[SafetyItem, ...]) -> Pointers:
    """Sex and age, where they are not recorded and could make an open question needless."""
    if not unanswered or not set(PREGNANCY_ITEMS).intersection(unanswered):
        return ()
    sex = ("/patient/sex",) if case.patient.sex in (None, "unknown") else ()
    return sex if age(case).value is not None else (*sex, age(case).pointer)


def _advising(held: Held, gate: Gate) -> Held:
    """To go on with care is said only where the gate lets go on."""
    return held if held.level != "caution" or gate == "caution" else replace(held, action="")


def _gate(held: tuple[Held, ...], *, complete: bool) -> Gate:
    levels = {condition.level for condition in held} if held else ()
    if "emergency" in levels:
        return "emergency"
    if "urgent" in levels:
        return "urgent"
    if not complete:
        return "incomplete"
    return "caution" if levels else "clear"


def _weighed(case: Case, positive: frozenset[str]) -> tuple[tuple[Held, ...], Pointers, Pointers]:
    """The conditions that hold, what keeps the gate incomplete beside the screen, and what else is undecided."""
    cleared = cleared_items(case) & positive if positive else positive
    asked, after_review = Look(case), Look(case, cleared)
    held: list[Held] = []
    waiting: list[Pointers] = []
    undecided: list[Pointers] = []
    for condition in _possible(positive):
        fact = condition.holds(asked)
        if fact.truth is True:
            held.append(_held(condition, fact.at, cleared, after_review))
        elif fact.truth is None and not condition.found_only and condition.holds(after_review).truth is None:
            undecided.append(fact.missing)
            if condition.closes_gate_while_open:
                waiting.append(tuple(pointer for pointer in fact.missing if not pointer.startswith(PREFIX)))
    return tuple(held), union(waiting), union(undecided)


@lru_cache(maxsize=1024)
def _possible(positive: frozenset[str]) -> tuple[Condition, ...]:
    """The rows that can hold with these answers of yes."""
    return tuple(one for one in CONDITIONS if not one.needs_yes or not positive.isdisjoint(one.needs_yes))


def _held(condition: Condition, at: Pointers, cleared: frozenset[str], after_review: Look) -> Held:
    """A review counts when every positive answer is cleared and nothing else recorded keeps the condition up."""
    items = tuple(pointer.removeprefix(PREFIX) for pointer in at if pointer.startswith(PREFIX))
    is_cleared = bool(items) and cleared.issuperset(items) and condition.holds(after_review).truth is not True
    return Held(
        condition=condition.id,
        level="caution" if is_cleared else condition.level,
        title=condition.title_about(after_review.case),
        action="" if is_cleared else condition.action,
        cleared=is_cleared,
        items=items,
        at=at,
    )
