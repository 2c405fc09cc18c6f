"""A real MCP server with a pair of scales, and with tools that misbehave."""

from __future__ import annotations

import os
import sys
import time

from mcp.server import MCPServer

server = MCPServer("scales")


@server.tool()
def density(liquid: str) -> float:
    """The density of a liquid in kg/l."""
    return {"water": 1.0, "oil": 0.9}[liquid]


@server.tool()
def variable(name: str) -> str:
    """What the server's environment has under a name."""
    return os.environ.get(name, "nothing")


@server.tool()
def folder() -> str:
    """Where the server runs."""
    return os.getcwd()


@server.tool()
def shout(n_chars: int) -> str:
    """A long text."""
    return "a" * n_chars


@server.tool()
def sleep(seconds: float) -> str:
    """Takes its time."""
    time.sleep(seconds)
    return "slept"


@server.tool()
def die() -> str:
    """Ends the server."""
    sys.stderr.write("the scales broke\n")
    sys.stderr.flush()
    os._exit(3)


if __name__ == "__main__":
    sys.stdout.write("Scales at your service.\n")
    sys.stdout.flush()
    server.run()
