"""Who answers for what a command does: a member of a clinic, named by user name."""

from django.core.management.base import CommandError

from clinic.access.actor import Actor
from clinic.models import Membership


def actor_of(username: str, slug: str | None) -> Actor:
    """The member of this name, who must be one of exactly one clinic unless the clinic is named; else CommandError."""
    members = Membership.objects.usable().filter(user__username=username).select_related("user", "clinic")
    found = list(members.filter(clinic__slug=slug) if slug else members)
    if len(found) != 1:
        where = f"{slug} has" if slug else "there is" if not found else "name the clinic with --clinic: there is more than one"
        raise CommandError(f"{where} {'no active ' if not found else ''}member {username}")
    return Actor.of(found[0], door="command")
