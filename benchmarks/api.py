"""What the REST interface costs: `python benchmarks/api.py [--quick]`.

Runs the production server (granian, two workers of four threads) on a database of its own, with 8 connections on the loopback,
and beside it, in turns, a floor: bare Django with hand-written SQL that reads and writes the same rows. Prints for each piece
of work requests per second, how long half and 99 % of them took at most, processor time a request (application, database), and
the ratios to the floor. At most about two minutes; with --rows 1000000 the copying of patients comes on top.
"""

import argparse
import itertools
import os
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402

from benchmarks.door import database, measuring, processes  # noqa: E402  (found by the line above)

FEW = 1_000
DEEP = 15
"""Pages into the long list, beside the first one."""
PRODUCTION = {
    "GUYWIRE_ENV": "production",
    "GUYWIRE_SECRET_KEY": "benchmark-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "GUYWIRE_ALLOWED_HOSTS": "127.0.0.1",
    "GUYWIRE_PUBLIC_URL": "https://127.0.0.1",
    "GUYWIRE_BEHIND_PROXY": "1",
    "GUYWIRE_RATE_LIMIT": "1000000000",  # counted as in production, never reached
    "PYTHONWARNINGS": "ignore:No directory at",
    "PYTHONPATH": str(ROOT),
}


def main() -> None:
    """Read the arguments, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="half a second a row instead of four, and no million patients")
    parser.add_argument("--rows", type=int, help="patients in the long list (1000000; with --quick 20000)")
    parser.add_argument("--seconds", type=float, help="how long a row is measured (4; with --quick 0.5)")
    parser.add_argument("--most", type=int, default=20_000, help="requests a row at most (20000)")
    parser.add_argument("--only", default="", help="only the rows whose name contains this")
    asked = parser.parse_args()
    asked.rows = asked.rows or (20_000 if asked.quick else 1_000_000)
    asked.seconds = asked.seconds or (0.5 if asked.quick else 4.0)
    with ExitStack() as stack:
        postgres = stack.enter_context(database.throw_away())
        os.environ |= PRODUCTION | {"DJANGO_SETTINGS_MODULE": "clinic.settings"}
        django.setup()
        measure(asked, postgres, stack)


def measure(asked: argparse.Namespace, postgres: int | None, stack: ExitStack) -> None:
    """Build the clinic, start both servers, print the table."""
    from benchmarks.door import calls, world  # noqa: PLC0415  (needs the app registry)
    from clinic.management.commands.serve import server_arguments  # noqa: PLC0415  (likewise)

    call_command("migrate", verbosity=0)
    here = world.build(16 if asked.quick else 64)
    floor_application = "benchmarks.door.floor:application", {"DJANGO_SETTINGS_MODULE": "benchmarks.door.floor_settings"}
    production, floor = (
        stack.enter_context(processes.serving(server_arguments, application, environment, ROOT))
        for application, environment in ((None, {}), floor_application)
    )
    bench = stack.enter_context(measuring.Bench(production, floor, postgres, seconds=asked.seconds, most=asked.most))
    for work in calls.all_work(here, itertools.count(1)):
        if asked.only in work.name:
            bench.compare(work)
    if asked.only not in "a page of a list":
        return
    costs = []
    for rows in (FEW, asked.rows):
        world.fill_up(here.clinic_id, rows)
        costs.append(bench.compare(calls.page_work(f"a page of {rows:,}", here, world.pages(here.clinic_id, DEEP))).cpu)
    print(f"a page of {asked.rows:,} costs {costs[1] / costs[0]:.2f} times the processor time of one of {FEW:,}")


if __name__ == "__main__":
    main()
