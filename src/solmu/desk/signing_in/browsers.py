"""A browser in two words for the list of one's sessions; of what it tells about itself no more is kept."""

from __future__ import annotations

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser's header holds, and whose it is; the first that fits, since many name others as well."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_in_words(header: str) -> str:
    """Browser and system by the header User-Agent, such as Firefox, Linux; empty where neither is known."""
    browser = next((name for part, name in BROWSERS if part in header), "")
    system = next((name for part, name in SYSTEMS if part in header), "")
    return ", ".join(word for word in (browser, system) if word)
