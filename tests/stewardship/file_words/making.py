"""PDFs written by hand: small ones, and those that no program would write."""

from __future__ import annotations


def pdf_saying(*lines: str, packed: bytes = b"", filters: str = "", kids: str = "[3 0 R]") -> bytes:
    """A PDF of one page with these lines, and a picture; `packed` with its `filters` stands in place of the lines."""
    told = "".join(f"BT /F1 12 Tf 50 {700 - 20 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines))
    stream = packed or told.encode()
    named = f" /Filter {filters}" if filters else ""
    resources = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /P 5 0 R >>"
    picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids {kids} /Count 1 >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << {resources} >> /Contents 4 0 R >>".encode(),
        f"<< /Length {len(stream)}{named} >>\nstream\n".encode() + stream + b"\nendstream",
        f"<< {picture} >>\nstream\n0\nendstream".encode(),
    ]
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + end.encode()
