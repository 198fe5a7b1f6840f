"""A draft as DOCX, by docxtpl: a Word document with fields in braces is the template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.templates import DOCX, template

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP can hold: what is in it has no times of its own, so that equal drafts are equal bytes."""


def docx_of(content: Mapping[str, Any], source: Path | None = None) -> bytes:
    """The draft by the city's template or the one that comes with Solmu; the same content gives the same bytes.

    Texts are escaped for XML, and the template runs in a sandbox. Raises SolmuError naming the template where it is no
    Word document, has a field no draft has, or a mistake.
    """
    path = source or template(DOCX)
    fields = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document = DocxTemplate(path)
        document.render(dict(content), jinja_env=fields, autoescape=True)
    except TemplateError as error:
        raise SolmuError(
            "No DOCX can be made with %(path)s: %(error)s. Mend the template's fields.", path=path, error=error
        ) from error
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise SolmuError("%(path)s is no Word document that can be read. Save it as DOCX again.", path=path) from error
    about = document.docx.core_properties
    made_at = datetime.fromisoformat(f"{content['made_on']}T00:00:00")
    about.title, about.language = content["title"], content["languages"][0]["tag"]
    about.created = about.modified = made_at
    about.author = about.last_modified_by = ""
    about.revision, about.version = 1, str(content["version"])
    file = io.BytesIO()
    document.save(file)
    return without_times(file.getvalue())


def without_times(content: bytes) -> bytes:
    """The same ZIP with its entries in order and without the times at which they were written."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in written.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(entry, written.read(name))
    return file.getvalue()
