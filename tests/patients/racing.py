"""Several writers at the same moment."""

import threading

from django.db import connection

from clinic.errors import ClinicError


def at_once(*attempts):
    """Run the attempts in threads that start together; what each raised, or None."""
    start, outcomes = threading.Barrier(len(attempts)), dict[int, str]()

    def run(place, attempt):
        try:
            start.wait()
            attempt()
        except ClinicError as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=given) for given in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes.get(place) for place in range(len(attempts))]
