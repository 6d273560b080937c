"""An app in, what its server spends on each request out: waitress as `busplan serve` uses it, on loopback."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, Popen

SECONDS = 30
HELLO = """
import sys, waitress
from flask import Flask
app = Flask("hello")
app.add_url_rule("/", "hello", lambda: "hello")
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8, ident=None)
print(f"Open http://127.0.0.1:{server.effective_port}/ ", file=sys.stderr, flush=True)
server.run()
"""
HELLO_LINE = (sys.executable, "-c", HELLO)
BUSPLAN_LINE = (sys.executable, "-m", "busplan", "serve", "--port", "0")


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs in a process of its own."""

    pid: int
    port: int

    def asks(self, path: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        """By a connection of its own, as calendar programs do."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers

    def spends(self, times: int, path: str, headers: Mapping[str, str], status: int = 200) -> float:
        """Seconds of CPU of the server for each request."""
        before = cpu(self.pid)
        for _ in range(times):
            answered, _ = self.asks(path, headers)
            assert answered == status, f"{path} was answered {answered}"
        return (cpu(self.pid) - before) / times


def cpu(pid: int) -> float:
    """Of all threads of a process, in seconds."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def serving(line: tuple[str, ...], **environment: str) -> Iterator[Server]:
    with Popen(line, stderr=PIPE, text=True, env={**os.environ, **environment}) as server:
        try:
            port = next(
                int(found[1])
                for said in server.stderr or ()
                if (found := re.search(r"Open \S+:(\d+)/ ", said))
            )
            yield Server(server.pid, port)
        finally:
            server.terminate()
