"""Outlook's files, written and read for tests: compound files, .msg, TNEF.

The reader is an oracle beside the program's: written apart from it, for good files only.
"""
import struct
import zlib

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
UNICODE, STRING8, BINARY, LONG, TIME = 0x001F, 0x001E, 0x0102, 0x0003, 0x0040
MESSAGE_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")


def filetime(unix_seconds):
    return (unix_seconds + 11644473600) * 10_000_000


# ---- compound files ----

def cfb(tree, class_id=bytes(16), version=3):
    """tree: {name: bytes or tree}; a storage's own class stands under the key None."""
    shift = 9 if version == 3 else 12
    size = 1 << shift
    entries = []

    def add(name, content):
        index = len(entries)
        entries.append([name, content, FREE, FREE, FREE])
        if isinstance(content, dict):
            children = [add(n, content[n]) for n in sorted((n for n in content if n), key=lambda n: (len(n), n.upper()))]
            for left, right in zip(children, children[1:]):
                entries[left][3] = right        # a tree that is a list
            entries[index][4] = children[0] if children else FREE
        return index

    add("Root Entry", {**tree, None: class_id})
    mini, sectors, fat, minifat = b"", [], [], []

    def place(data):
        start, n = len(fat), -(-len(data) // size)
        for i in range(n):
            sectors.append(data[i * size:(i + 1) * size].ljust(size, b"\0"))
            fat.append(start + i + 1 if i + 1 < n else END)
        return start if n else END

    starts = []
    for name, content, *_ in entries:
        if isinstance(content, dict):
            starts.append((0, 0))
        elif len(content) < 4096:
            first, n = len(minifat), -(-len(content) // 64)
            minifat.extend(first + i + 1 if i + 1 < n else END for i in range(n))
            mini += content.ljust(n * 64, b"\0")
            starts.append((first if n else END, len(content)))
        else:
            starts.append((place(content), len(content)))
    starts[0] = (place(mini), len(mini))
    directory = b""
    for (name, content, left, right, child), (start, length) in zip(entries, starts):
        raw = (name + "\0").encode("utf-16le")
        kind = 5 if name == "Root Entry" else 1 if isinstance(content, dict) else 2
        own = content.get(None, bytes(16)) if isinstance(content, dict) else bytes(16)
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", len(raw), kind, 1, left, right, child, own, 0, 0, 0,
                                                         start, length)
    directory_start = place(directory.ljust(-(-len(directory) // size) * size, b"\0"))
    minifat_bytes = struct.pack(f"<{len(minifat)}I", *minifat)
    minifat_start = place(minifat_bytes.ljust(-(-len(minifat_bytes) // size) * size, b"\xff")) if minifat else END
    per = size // 4
    n = 1
    while n * per < len(fat) + n:
        n += 1
    fat_at = list(range(len(fat), len(fat) + n))
    table = struct.pack(f"<{n * per}I", *(fat + [FAT] * n + [FREE] * (n * per - len(fat) - n)))
    assert n <= 109
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, version, 0xFFFE, shift, 6, -(-len(directory) // size) if version == 4 else 0, n,
        directory_start, 0, 4096, minifat_start, -(-len(minifat_bytes) // size), END, 0)
    header += struct.pack("<109I", *(fat_at + [FREE] * (109 - n)))
    return header.ljust(size, b"\0") + b"".join(sectors) + table


class Cfb:
    """{path: bytes} of a compound file."""

    def __init__(self, data):
        self.data, self.size = data, 1 << struct.unpack_from("<H", data, 30)[0]
        fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < FAT]
        self.fat = [x for s in fat_sectors for x in struct.unpack(f"<{self.size // 4}I", self.sector(s))]
        raw = self.chain(struct.unpack_from("<I", data, 48)[0], self.fat, self.sector)
        self.raw = [raw[i:i + 128] for i in range(0, len(raw), 128)]
        self.mini = self.stream(self.raw[0], True)
        minifat = self.chain(struct.unpack_from("<I", data, 60)[0], self.fat, self.sector)
        self.minifat = struct.unpack(f"<{len(minifat) // 4}I", minifat)
        self.files = {}
        self.walk(struct.unpack_from("<I", self.raw[0], 76)[0], "")

    def sector(self, n):
        return self.data[(n + 1) * self.size:(n + 2) * self.size]

    @staticmethod
    def chain(start, table, piece):
        out, seen = [], set()
        while start < FAT - 1 and start < len(table) and start not in seen:
            seen.add(start)
            out.append(piece(start))
            start = table[start]
        return b"".join(out)

    def stream(self, raw, big=False):
        start, length = struct.unpack_from("<II", raw, 116)
        if big or length >= 4096:
            return self.chain(start, self.fat, self.sector)[:length]
        return self.chain(start, self.minifat, lambda n: self.mini[n * 64:n * 64 + 64])[:length]

    def walk(self, index, path):
        if index >= len(self.raw):
            return
        raw = self.raw[index]
        name = path + raw[:struct.unpack_from("<H", raw, 64)[0] - 2].decode("utf-16le")
        left, right, child = struct.unpack_from("<III", raw, 68)
        self.walk(left, path)
        if raw[66] == 2:
            self.files[name] = self.stream(raw)
        else:
            self.walk(child, name + "/")
        self.walk(right, path)


# ---- .msg ----

def properties(props, head, counts=(0, 0)):
    """props: {(id, type): value}; gives the streams of one storage."""
    streams, table = {}, b""
    for (number, kind), value in props.items():
        tag = number << 16 | kind
        if kind == UNICODE and isinstance(value, str):
            value = value.encode("utf-16le")
        if kind in (LONG, TIME):
            table += struct.pack("<IIQ", tag, 6, value)
            continue
        table += struct.pack("<IIII", tag, 6, len(value) + (2 if kind == UNICODE else 1 if kind == STRING8 else 0), 0)
        streams[f"__substg1.0_{tag:08X}"] = value
    lead = bytes(8) if head == 8 else bytes(8) + struct.pack("<IIII", *counts, *counts) + bytes(head - 24)
    streams["__properties_version1.0"] = lead + table
    return streams


def message_tree(props, recipients=(), attachments=(), head=32):
    """attachments: properties, with a tree under (0x3701, 0x000D) for a message or an object inside."""
    tree = properties(props, head, (len(recipients), len(attachments)))
    for i, one in enumerate(recipients):
        tree[f"__recip_version1.0_#{i:08X}"] = properties(one, 8)
    for i, one in enumerate(attachments):
        inner = one.get((0x3701, 0x000D))
        sub = properties({k: v for k, v in one.items() if k != (0x3701, 0x000D)}, 8)
        if inner is not None:
            sub["__substg1.0_3701000D"] = inner
        tree[f"__attach_version1.0_#{i:08X}"] = sub
    return tree


def msg(props, recipients=(), attachments=(), version=3):
    tree = message_tree(props, recipients, attachments)
    tree["__nameid_version1.0"] = {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""}
    return cfb(tree, MESSAGE_CLASS, version)


def recipient(name, address, kind=1):
    return {(0x3001, UNICODE): name, (0x3003, UNICODE): address, (0x3002, UNICODE): "SMTP", (0x39FE, UNICODE): address,
            (0x0C15, LONG): kind}


def attachment(name, data, mime="application/octet-stream"):
    return {(0x3707, UNICODE): name, (0x3704, UNICODE): name[:6] + "~1" + name[name.rfind("."):][:4], (0x3705, LONG): 1,
            (0x370E, UNICODE): mime, (0x3701, BINARY): data}


def rtf(text):
    """Compressed RTF, in its stored form."""
    raw = text if isinstance(text, bytes) else text.encode("ascii")
    return struct.pack("<IIII", len(raw) + 12, len(raw), 0x414C454D, 0) + raw


def compressed_rtf(text):
    """The same as LZFu, of literals and the end mark alone: what it unpacks to and its checksum are right."""
    raw = text if isinstance(text, bytes) else text.encode("ascii")
    end = struct.pack(">H", (207 + len(raw)) % 4096 << 4)
    tokens = [bytes([b]) for b in raw] + [end]
    packed = b"".join(bytes([1 << 7 - (8 - len(eight)) if i + 8 >= len(tokens) else 0]) + b"".join(eight)
                      for i in range(0, len(tokens), 8) for eight in [tokens[i:i + 8]])
    return struct.pack("<IIII", len(packed) + 12, len(raw), 0x75465A4C, zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF) + packed


# ---- TNEF ----

def tnef_attribute(level, number, data):
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef_properties(props):
    out = struct.pack("<I", len(props))
    for (number, kind), value in props.items():
        out += struct.pack("<HH", kind, number)
        if kind == UNICODE:
            value = (value + "\0").encode("utf-16le")
        if kind in (UNICODE, STRING8, BINARY, 0x000D):
            out += struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
        else:
            out += struct.pack("<I" if kind == LONG else "<Q", value)
    return out


def tnef(props, attachments=()):
    """attachments: (properties, data or None)."""
    out = struct.pack("<IH", 0x223E9F78, 1) + tnef_attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += tnef_attribute(1, 0x00069003, tnef_properties(props))
    for one, data in attachments:
        out += tnef_attribute(2, 0x00069002, bytes(14))
        if data is not None:
            out += tnef_attribute(2, 0x0006800F, data)
        out += tnef_attribute(2, 0x00069005, tnef_properties(one))
    return out
