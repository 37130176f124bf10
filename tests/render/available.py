"""The formats this machine can make: PDF needs a library that `make test` does not install."""

from __future__ import annotations

import os

from scanner.errors import UsageError
from scanner.render import pdf
from scanner.render.formats import FORMATS


def _pdf_can_be_made() -> bool:
    try:
        pdf.weasyprint()
    except UsageError:
        return os.environ.get("EITS_LIVE") == "required"  # there a missing library fails the tests
    return True


PDF_HERE = _pdf_can_be_made()
AVAILABLE = [name for name in FORMATS if name != "pdf" or PDF_HERE]
