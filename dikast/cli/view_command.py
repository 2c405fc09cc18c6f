"""dikast view: read runs in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.trust_option import TrustOption
from dikast.cli.viewer_options import CertificateOption, HostOption, KeyOption, OpenOption, PortOption, ProxyOption


def view(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DIR...", help="Run folders; without any, all those under --runs.", show_default=False),
    ] = None,
    runs: Annotated[Path, typer.Option(metavar="DIR", help="The folder that holds run folders.")] = Path("runs"),
    tag: Annotated[str, typer.Option(metavar="NAME", help="List only runs with this tag at first.")] = "",
    port: PortOption = 0,
    host: HostOption = "127.0.0.1",
    tls_certificate: CertificateOption = None,
    tls_key: KeyOption = None,
    behind_proxy: ProxyOption = None,
    open: OpenOption = False,
    site: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Serve nothing, and write all pages into this new folder: a site without forms, for an appendix.",
            show_default=False,
        ),
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="Write at most this many pages of a site.")] = 2_000,
    trust: TrustOption = False,
) -> None:
    """Read runs in the browser: live, and after they ended.

    Prints a link, and serves the pages until Ctrl-C. The link holds a token: who has it can read the runs.
    """
    from dikast.cli.serving import check_viewer_installed, serve_pages, write_pages

    # Before the viewer is imported, which needs what the extra installs.
    check_viewer_installed("the pages of runs need")
    from dikast.viewer import RunCatalog, Viewer, build_app, read_address

    address = read_address(host, port, certificate=tls_certificate, key=tls_key, behind_proxy=behind_proxy)
    catalog = RunCatalog.of(folders or (), runs, trusts_store=trust)
    viewer = Viewer(catalog, address, tag=tag)
    if site is not None:
        write_pages(viewer, site, pages)
        return
    serve_pages(build_app(viewer), address, viewer.link, opens=open)
