"""A receiver of webhooks on this machine: it answers what a test tells it to, and keeps what it was sent."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """``answers``: what to say to the next requests, then ``usually``.  A callable is run with the handler instead."""

    def __init__(self, server):
        self.server = server
        self.answers = []
        self.usually = 204
        self.got = []
        self.busy = self.busiest = 0
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/hooks?for=us"

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.got]

    @property
    def kinds(self):
        return [json.loads(body)["type"] for _, body in self.got]

    def take(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self.lock:
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
            self.got.append((dict(handler.headers), body))
            answer = self.answers.pop(0) if self.answers else self.usually
        try:
            if callable(answer):
                answer(handler)
                return
            handler.send_response(answer)
            handler.send_header("Location", "/elsewhere")
            handler.end_headers()
        finally:
            with self.lock:
                self.busy -= 1


@contextmanager
def listening(context=None) -> Iterator[Receiver]:
    """A receiver, with TLS where a context is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            receiver.take(self)

        do_GET = do_POST

        def log_message(self, *args):
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            """A client that hung up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(server)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def drip(handler):
    """Answer one byte at a time, for ever."""
    for mark in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200:
        handler.wfile.write(bytes([mark]))
        handler.wfile.flush()
        time.sleep(0.05)


def hang_up(handler):
    """Answer nothing."""
    handler.close_connection = True


def babble(handler):
    """Answer what is no HTTP."""
    handler.wfile.write(b"what?\r\n\r\n")
