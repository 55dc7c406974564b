"""Take a picture of every page of a folder, at a desk's and a phone's width, in every language, and as it prints.

python tools/look.py outputs build/look
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {1280: 900, 390: 844}
LANGUAGES = ("kk", "ru", "en")


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
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        page = context.new_page()
        for language in LANGUAGES:
            page.goto(f"{path.resolve().as_uri()}#l={language}")
            page.reload()
            _shoot(page, f"{name}-{width}-{language}.png")
        if width == max(WIDTHS):
            page.pdf(path=f"{name}.pdf", format="A4", landscape=True, print_background=True)
        context.close()


def _shoot(page: Page, path: str) -> None:
    page.wait_for_load_state("load")
    page.screenshot(path=path, full_page=True)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
