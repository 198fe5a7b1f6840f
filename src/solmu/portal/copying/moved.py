"""What is elsewhere or gone: rules for web servers, and pages for those that follow no rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Moved:
    """Addresses that begin with `prefix` and have no file are found at `target`; gone for ever where it is empty."""

    prefix: str
    target: str


def netlify(rules: Sequence[Moved]) -> str:
    """`_redirects`, as Netlify, Cloudflare Pages and others read it; a file that is there goes before a rule."""
    lines = [
        f"{rule.prefix}* {rule.target} 301" if rule.target else f"{rule.prefix}* {rule.prefix}index.html 410"
        for rule in rules
    ]
    return "".join(f"{line}\n" for line in lines)


def nginx(rules: Sequence[Moved]) -> str:
    """Two maps for nginx; how a server uses them is told in docs/how-to/publish.md."""
    moved = [f'    "~^{rule.prefix}" {rule.target};' for rule in rules if rule.target]
    gone = [f'    "~^{rule.prefix[:-1]}(/|$)" {rule.prefix}index.html;' for rule in rules if not rule.target]
    lines = ["map $uri $solmu_moved {", '    default "";', *moved, "}"]
    lines += ["map $uri $solmu_gone {", '    default "";', *gone, "}"]
    return "".join(f"{line}\n" for line in lines)


def apache(rules: Sequence[Moved]) -> str:
    """`.htaccess`: pages without the stroke at the end, compressed twins, the page for what is not there, the rules.

    The page that says why a record was removed is the document of its error, and no error when Apache asks for it.
    """
    gone = [rule.prefix for rule in rules if not rule.target]
    lines = [
        "ErrorDocument 404 /404.html",
        *(f'<If "%{{REQUEST_URI}} =~ m#^{prefix}#">\nErrorDocument 410 {prefix}index.html\n</If>' for prefix in gone),
        "DirectorySlash Off",
        "Options -Indexes",
        "AddType text/calendar .ics",
        "AddCharset utf-8 .css .csv .html .ics .js .json .svg .txt .xml",
        "RemoveType .gz",
        "AddEncoding gzip .gz",
        "<IfModule mod_headers.c>",
        "Header merge Vary Accept-Encoding",
        "</IfModule>",
        "RewriteEngine On",
        r"RewriteRule (^|/)\.(?!well-known/) - [R=404,L]",
        *(f"RewriteCond %{{ENV:REDIRECT_STATUS}} !410\nRewriteRule ^{prefix[1:]} - [G,L]" for prefix in gone),
        "RewriteCond %{REQUEST_FILENAME}/index.html -f",
        r"RewriteRule ^(.*[^/])$ $1/index.html [L]",
        "RewriteCond %{REQUEST_FILENAME}index.html -f",
        r"RewriteRule ^(|.*/)$ $1index.html [L]",
        r"RewriteCond %{HTTP:Accept-Encoding} \bgzip\b",
        "RewriteCond %{REQUEST_FILENAME}.gz -f",
        r"RewriteRule ^(.+)$ $1.gz [L]",
        "RewriteCond %{REQUEST_FILENAME} -f [OR]",
        "RewriteCond %{REQUEST_FILENAME} -d",
        "RewriteRule ^ - [L]",
        *(f"RewriteRule ^{rule.prefix[1:]} {rule.target} [R=301,L]" for rule in rules if rule.target),
    ]
    return "".join(f"{line}\n" for line in lines)


def stub(target: str) -> bytes:
    """A page that leads on at once, in no language: its words are the address."""
    address = escape(target)
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8"><title>→</title>'
        f'<meta http-equiv="refresh" content="0; url={address}"><link rel="canonical" href="{address}">'
        f'<meta name="robots" content="noindex"></head><body><p><a href="{address}">{address}</a></p></body></html>\n'
    ).encode()
