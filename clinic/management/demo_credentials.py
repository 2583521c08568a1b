"""How to get into the demo clinic of this checkout: one password for its staff and one access token, made once, kept under
`var/` for its owner only. Nothing of it is in the code, so no two demos share a key."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from clinic.models import AccessToken, Membership, Role
from clinic.models.token import hash_of

FILE = "demo-credentials.json"
LABEL = "demo"


class Credentials(NamedTuple):
    """The password of every demo member, and the token of the demo's EHR."""

    password: str
    token: str


@transaction.atomic
def load_or_make(folder: Path, members: Mapping[str, Membership]) -> Credentials:
    """The credentials kept in `folder`, made valid in this database; new ones where there are none."""
    found = _load(folder / FILE) or Credentials(secrets.token_urlsafe(9), "")
    for member in members.values():
        if not member.user.check_password(found.password):
            member.user.set_password(found.password)
            member.user.save(update_fields=["password"])
    if not AccessToken.objects.usable().filter(token_hash=hash_of(found.token)).exists():
        for old in AccessToken.objects.usable().filter(membership=members[Role.INTEGRATION], label=LABEL):
            old.revoke()
        found = found._replace(token=AccessToken.issue(members[Role.INTEGRATION], label=LABEL)[1])
    _keep(folder / FILE, found)
    return found


def _load(path: Path) -> Credentials | None:
    try:
        return Credentials(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None  # never made, or cut short by a killed run: new ones are made


def _keep(path: Path, credentials: Credentials) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(credentials._asdict(), file)
    os.replace(draft, path)
