"""dikast label: people label steps of a finished run, in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.trust_option import TrustOption
from dikast.cli.viewer_options import CertificateOption, HostOption, KeyOption, PortOption, ProxyOption
from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.experiments import PeopleOptions

OrderOption = Annotated[
    Literal["uncertain", "random"],
    typer.Option(help="Steps that the run doubts are likelier to come early, or all are as likely."),
]
SampleOption = Annotated[
    int, typer.Option(min=1, metavar="N", help="How many steps the queue has. It may be raised later.")
]
ShownReferenceOption = Annotated[
    Literal["none", "answer", "solution"],
    typer.Option(help="What people are shown of what is right: nothing, the answer, or a worked solution too."),
]
NamesOption = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="NAME", help="A person who labels; repeatable. By default there is one, `human`."),
]
RatersOption = Annotated[int, typer.Option(min=1, metavar="K", help="How many people label each step.")]
AdjudicatorOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="One more person, whose label counts where the others differ."),
]


def label(
    folder: RunFolderArgument,
    order: OrderOption = "uncertain",
    sample: SampleOption = 100,
    seed: Annotated[int, typer.Option(help="The seed of the order.")] = 0,
    reference: ShownReferenceOption = "answer",
    name: NamesOption = None,
    raters: RatersOption = 1,
    adjudicator: AdjudicatorOption = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="No label without a reason.")] = False,
    port: PortOption = 0,
    host: HostOption = "127.0.0.1",
    tls_certificate: CertificateOption = None,
    tls_key: KeyOption = None,
    behind_proxy: ProxyOption = None,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print what the labels say as JSON.")] = False,
) -> None:
    """Let people label steps of graded solutions, in the browser.

    Prints everyone's link. Each person sees a problem and the steps up to one of them, without what the run said of it,
    and says whether that step is right. Stop at any time with Ctrl-C: the labels so far are a random sample whose
    chances are known. Prints what they say of all steps and of the judges; `dikast score`, `report`, `view` and
    `export --format sample` have it too. The same command goes on.
    """
    from dikast.cli.label_tables import print_label_estimates
    from dikast.cli.serve_command import served_address
    from dikast.experiments import RunFolder, SampleTerms, estimate_labels

    address = served_address(host, port, certificate=tls_certificate, key=tls_key, behind_proxy=behind_proxy)
    options = _people(name or [], raters, adjudicator, needs_reasons=reasons)
    terms = SampleTerms(order=order, seed=seed, reference=reference)
    run = RunFolder.open(folder, trusts_store=trust)
    # Only now: it needs what the extra installs.
    from dikast.cli.label_app import serve_labellers

    serve_labellers(run, terms, options, sample, address)
    estimates = estimate_labels(run)
    if estimates is not None:
        print_label_estimates(estimates, as_json=json)


def _people(names: list[str], raters: int, adjudicator: str | None, *, needs_reasons: bool) -> PeopleOptions:
    """Who labels. Raises BadInput for people who can't."""
    from dikast.experiments import PeopleOptions
    from dikast.input_files import Document, into

    if raters > max(1, len(names)):
        raise BadInput(
            f"{raters} people are to label each step and {len(names)} are named: give --name for each", "--raters"
        )
    if adjudicator is not None and raters < 2:
        raise BadInput("with one label a step there is nothing to adjudicate: give --raters 2", "--adjudicator")
    data = {"names": names, "raters": raters, "adjudicator": adjudicator, "reasons": needs_reasons, "beliefs": False}
    return into(PeopleOptions, Document(data, "the command line"))
