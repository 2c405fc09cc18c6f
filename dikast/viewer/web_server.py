"""Serves an app until the program has to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable

from starlette.types import ASGIApp

from dikast.errors import BadInput
from dikast.viewer.address import Address


async def serve_app(
    app: ASGIApp, address: Address, on_start: Callable[[], None], *, heeds_signals: bool = True
) -> None:
    """Serves the app at this address; calls `on_start` once its link can be opened.

    Ends at SIGINT or SIGTERM, if it heeds them, or when cancelled. Raises BadInput where the port is taken.
    """
    import uvicorn

    from dikast.viewer.quiet_server import QuietServer

    certificate, key = address.tls or (None, None)
    config = uvicorn.Config(
        app,
        host=address.host.strip("[]"),
        port=address.port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # A log of requests would keep the links, which are secret.
        access_log=False,
        log_level="warning",
        server_header=False,
        lifespan="off",
        # An open page that waits for news holds its connection; it is not waited for.
        timeout_graceful_shutdown=2,
    )
    sockets = [_listening(address)]
    server = uvicorn.Server(config) if heeds_signals else QuietServer(config)
    on_start()
    await server.serve(sockets)


def _listening(address: Address) -> socket.socket:
    """A socket that takes connections, which wait until the server answers them. Raises BadInput for a taken port."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host.strip("[]"), address.port), family=family, backlog=128)
    except OSError as error:
        message = (
            f"port {address.port} on {address.host!r} can't be opened: {error.strerror or error}; choose another --port"
        )
        raise BadInput(message) from None
