"""What is said and in which order: the Protocol, its library, its prompts, and how replies are read.

A protocol is data: roles and a few kinds of moves. Nothing in the engine knows one by name.
"""

from dikast.protocols.library import load_protocol, protocol_names, read_options
from dikast.protocols.options import Options, apply
from dikast.protocols.protocol import Protocol

__all__ = ["Options", "Protocol", "apply", "load_protocol", "protocol_names", "read_options"]
