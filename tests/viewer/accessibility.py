"""Whether everybody can read and use a page: what fits, what axe finds, what the Tab key reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = [(1280, 900), (390, 844)]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]

# Of radio buttons with one name only one takes the focus; what is folded or hidden takes none.
_CONTROLS = """() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0)
        .filter((one) => {
            if (one.type !== "radio") return true;
            const first = !groups.has(one.name);
            groups.add(one.name);
            return first;
        })
        .map((one, at) => { one.dataset.control = one.type === "radio" ? `radio ${one.name}` : String(at); return one.outerHTML.slice(0, 80); });
}"""
_FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const id = one.type === "radio" ? `radio ${one.name}` : one.dataset.control;
    return {id: id ?? null, seen: ring, html: one.outerHTML.slice(0, 80)};
}"""


def assert_tab_reaches_every_control(page: Page) -> None:
    """Raises AssertionError for a control that Tab passes by, or that shows no ring around it when it has the focus."""
    controls: list[str] = page.evaluate(_CONTROLS)
    assert controls
    page.evaluate("document.activeElement.blur()")
    reached: dict[str, str] = {}
    for _ in range(len(controls) + 5):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(_FOCUSED)
        if focused["id"] is None:
            continue
        assert focused["seen"], focused["html"]
        reached[focused["id"]] = focused["html"]
    assert sorted(reached.values()) == sorted(controls)


def assert_fits_and_is_accessible(page: Page) -> None:
    """Raises AssertionError where the page is wider than a window of either size, or axe finds a fault in a scheme."""
    axe_module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = axe_module.Axe().run(page).response["violations"]
            assert [(scheme, width, one["id"], one["nodes"][0]["html"]) for one in found] == []
