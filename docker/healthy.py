"""Ask the application in this container whether it is ready; the exit code tells Docker."""

import os
import urllib.request

HOST = os.environ["GUYWIRE_ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")

# the Host header must be one that is served; the address is this container's own
question = urllib.request.Request("http://127.0.0.1:8000/readyz", headers={"Host": HOST})
urllib.request.urlopen(question, timeout=5).close()  # noqa: S310  (the address is fixed)
