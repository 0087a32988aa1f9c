"""Pictures and PDFs with QR codes, made with qrencode and nothing else: what the reader of codes is shown."""
import struct
import subprocess
import zlib


def matrix(text):
    drawn = subprocess.run(["qrencode", "-m", "4", "-t", "ASCII", "-o", "-", text], capture_output=True, check=True).stdout.decode()
    return [[line[2 * i] == "#" for i in range(len(line) // 2)] for line in drawn.split("\n") if line]


def grey(text, scale, side=None):
    """Rows of bytes, 0 black; in the middle of a white square of `side` where one is named."""
    m = matrix(text)
    rows = [bytes(b for cell in row for b in [0 if cell else 255] * scale) for row in m for _ in range(scale)]
    if side is not None:
        before = (side - len(rows)) // 2
        white = bytes([255] * side)
        rows = [white] * before + [bytes([255] * before) + r + bytes([255] * (side - before - len(r))) for r in rows] + [white] * (side - before - len(rows))
    return rows


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(rows, kind="grey", claim=None):
    """kind: grey, rgba (the white is transparent), palette (one bit a pixel), deep (sixteen bits)."""
    width, height = claim or (len(rows[0]), len(rows))
    depth, colour, lines = {"grey": (8, 0, rows), "deep": (16, 0, [bytes(b for v in r for b in (v, v)) for r in rows]),
                            "rgba": (8, 6, [bytes(b for v in r for b in (0, 0, 0, 255 - v)) for r in rows]),
                            "palette": (1, 3, [int("".join("0" if v else "1" for v in r).ljust((len(r) + 7) // 8 * 8, "0"), 2).to_bytes((len(r) + 7) // 8, "big") for r in rows])}[kind]
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    if kind == "palette":
        out += chunk(b"PLTE", bytes([255, 255, 240, 20, 20, 90]))
    return out + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines), 1)) + chunk(b"IEND", b"")


def pdf(rows, pages_before=0):
    """One picture on the last page."""
    data = zlib.compress(b"".join(rows), 9)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(pages_before + 1))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages_before + 1} >>".encode(),
               b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n"
               % (len(rows[0]), len(rows), len(data)) + data + b"\nendstream"]
    for i in range(pages_before + 1):
        body = b"q 150 0 0 150 200 500 cm /I1 Do Q\n" if i == pages_before else b"\n"
        objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R /Resources << /XObject << /I1 3 0 R >> >> >>".encode(),
                    b"<< /Length %d >>\nstream\n" % len(body) + body + b"endstream"]
    out, places = b"%PDF-1.4\n", []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
