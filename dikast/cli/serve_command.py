"""dikast serve: an experiment with people in its seats, who answer in the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dikast.cli.allow_env_option import AllowEnvOption
from dikast.cli.run_command import ExperimentArgument, OnlyOption, RunLimitOption, RunOutOption, RunSetOption
from dikast.cli.viewer_options import CertificateOption, HostOption, KeyOption, PortOption, ProxyOption

if TYPE_CHECKING:
    from dikast.viewer import Address


def serve(
    experiment: ExperimentArgument,
    out: RunOutOption = None,
    limit: RunLimitOption = None,
    set: RunSetOption = None,
    only: OnlyOption = None,
    allow_env: AllowEnvOption = None,
    port: PortOption = 0,
    host: HostOption = "127.0.0.1",
    tls_certificate: CertificateOption = None,
    tls_key: KeyOption = None,
    behind_proxy: ProxyOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run an experiment whose people answer in the browser.

    Each has a link of their own. Give `human` as an agent, or `human:NAME` for each of several people. Prints
    everyone's link, runs each episode up to a person, and goes on with it once they have answered. Ends when all is
    answered, or at Ctrl-C; the same command goes on from there. A link is a secret:
    who has it answers in that person's name.
    """
    from dikast.cli.allow_env_option import permissions_with
    from dikast.cli.going_on import run_arguments
    from dikast.experiments import load_experiment, prepare, read_only_pattern

    address = served_address(host, port, certificate=tls_certificate, key=tls_key, behind_proxy=behind_proxy)
    changes = [*(set or ())]
    if limit is not None:
        changes.append(f"questions.limit={limit}")
    prepared = prepare(
        *load_experiment(experiment, changes),
        out,
        only=read_only_pattern(only or []),
        permissions=permissions_with(allow_env),
        serves_people=True,
    )
    prepared = replace(prepared, command=run_arguments(experiment, changes, None, "serve"))
    # Only now: it needs what the extra installs.
    from dikast.cli.people_app import run_beside_app

    run_beside_app(prepared, address, as_json=json)


def served_address(host: str, port: int, **options: Any) -> Address:
    """Where the app listens. Raises BadInput, also where what serves it is not installed."""
    from dikast.cli.serving import check_viewer_installed

    check_viewer_installed("people are served by")
    from dikast.viewer import read_address

    return read_address(host, port, **options)
