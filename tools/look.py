"""Take a picture of every page of a folder, at a desk's and a phone's width, in every language, and as it prints.

A page on which indicators are chosen is taken in each of its states, too.

python tools/look.py outputs build/look
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

WIDTHS = {1280: 900, 390: 844}
LANGUAGES = ("kk", "ru", "en")
PAPER = ViewportSize(width=1123, height=794)
"""A4 across, in pixels of CSS."""
STATES = """() => {
  const { data } = mapper;
  if (!data.views || Object.keys(data.measures).length < 2) return {};
  const told = data.views.filter((one) => one.lo.some((low) => low !== null));
  const one = told.find((view) => view.reference !== null) || told[0] || data.views[0];
  const shown = `m=${one.measure}&s=${one.sector}`;
  const [a, b] = [0, data.places.length - 1].map((i) => data.places[i].code);
  const days = data.views.filter((view) => view.texts).map((view) => view.period).sort();
  const more = { table: "v=table", about: "v=about", pinned: `r=${a}`, compared: `r=${a}&q=${b}`, sure: "u=1",
    kept: "c=0", many: "x=many", both: "x=both" };
  const states = Object.entries(more).map(([name, choice]) => [name, `${shown}&${choice}`]);
  return { ...Object.fromEntries(states), first: `m=${data.views[0].measure}&t=${days[0]}` };
}"""
"""The addresses of the states of a page of several indicators, by their names."""


def main(pages: Path, out: Path) -> None:
    """Go through all pages below a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for path in sorted(pages.rglob("*.html")):
            _take(browser, path, out / "-".join(path.relative_to(pages).with_suffix("").parts))
        browser.close()


def _take(browser: Browser, path: Path, name: Path) -> None:
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height}, offline=True)
        for language in LANGUAGES:
            _open(page, path, f"l={language}")
            states: Mapping[str, str] = page.evaluate(STATES)
            _shoot(page, f"{name}-{width}-{language}.png")
            for state, anchor in states.items():
                _open(page, path, f"l={language}&{anchor}")
                _shoot(page, f"{name}-{state}-{width}-{language}.png")
        page.emulate_media(color_scheme="dark")
        _shoot(page, f"{name}-dark-{width}.png")
        page.close()
    _print(browser, path, name)


def _print(browser: Browser, path: Path, name: Path) -> None:
    """Take the page as a PDF, and a picture of what goes on its sheets."""
    page = browser.new_page(viewport=PAPER, offline=True)
    _open(page, path, f"l={LANGUAGES[0]}")
    page.pdf(path=f"{name}.pdf", prefer_css_page_size=True, print_background=True)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    _shoot(page, f"{name}-print.png")
    page.close()


def _open(page: Page, path: Path, anchor: str) -> None:
    page.goto(f"{path.resolve().as_uri()}#{anchor}")
    page.reload()
    page.wait_for_load_state("load")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")


def _shoot(page: Page, path: str) -> None:
    page.screenshot(path=path, full_page=True)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
