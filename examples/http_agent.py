"""An agent behind a URL, with Python's own server: it can be in any language, on any machine.

    python examples/http_agent.py 8800 &
    dikast ask "Which is heavier, a litre of water or a litre of oil?" --choice "the water" --choice "the oil" \\
        --protocol debate --agent http://127.0.0.1:8800/

docs/agents.md says what is sent and what may come back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def reply_to(request: Mapping[str, Any]) -> dict[str, Any]:
    """The reply to one request: a label where one is wanted, else a speech for the side that the seat argues for."""
    form = request["form"] or {}
    if "labels" in form:
        return {"text": form["line"].replace("{}", form["labels"][0]), "choice_logprobs": {form["labels"][0]: -0.2}}
    side = request["question"]["choices"][request["argues"] or 0]
    weighed = {"kind": "tool", "name": "scales", "arguments": side, "result": "heavier"}
    return {"text": f"I weighed it: {side}.", "usage": {"input_tokens": 120, "output_tokens": 9}, "inner": [weighed]}


class AgentHandler(BaseHTTPRequestHandler):
    """Answers each POST with a reply, and what is no request with an error that says so."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            status, reply = 200, reply_to(json.loads(body))
        except (ValueError, KeyError, TypeError) as error:
            status, reply = 400, {"error": f"this is no request: {error!r}"}
        content = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""


def server(port: int) -> ThreadingHTTPServer:
    """A server on this machine alone; port 0 is any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), AgentHandler)


if __name__ == "__main__":
    server(int(sys.argv[1]) if len(sys.argv) > 1 else 8800).serve_forever()
