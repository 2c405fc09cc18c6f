"""Where people read runs and judge: a local web app over run folders.

Names are imported when they are first used: the command line must not pay for a web server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.viewer.address import Address, read_address
    from dikast.viewer.app import build_app
    from dikast.viewer.run_catalog import RunCatalog
    from dikast.viewer.seat_links import SeatLinks
    from dikast.viewer.static_site import MOST_PAGES, WrittenSite, write_site
    from dikast.viewer.viewer_state import Viewer
    from dikast.viewer.web_server import serve_app

__all__ = [
    "MOST_PAGES",
    "Address",
    "RunCatalog",
    "SeatLinks",
    "Viewer",
    "WrittenSite",
    "build_app",
    "read_address",
    "serve_app",
    "write_site",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "address": {"Address", "read_address"},
        "app": {"build_app"},
        "run_catalog": {"RunCatalog"},
        "seat_links": {"SeatLinks"},
        "static_site": {"MOST_PAGES", "WrittenSite", "write_site"},
        "viewer_state": {"Viewer"},
        "web_server": {"serve_app"},
    },
)
