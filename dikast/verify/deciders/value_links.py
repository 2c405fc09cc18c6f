"""The old address of `dikast.verify.equality.links`."""

from __future__ import annotations

from dikast.verify.equality.links import equality as equality
from dikast.verify.equality.links import holds as holds
