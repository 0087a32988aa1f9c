#!/usr/bin/env python3
"""Holds connections on which little happens:  slow_lines.py PORT IDLE HEADERS BODIES SECONDS [COOKIE]

IDLE say nothing, HEADERS send one letter of a header a second, BODIES one byte of a body; meanwhile ordinary requests are
made, one every 20 ms.  One JSON line at the end: how many were open, how many the server ended, the times of the ordinary ones."""
import json
import resource
import select
import socket
import sys
import time

port, idle, headers, bodies, seconds = (int(a) for a in sys.argv[1:6])
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def connect(i):
    s = socket.socket()
    s.bind((f"127.0.0.{2 + i % 200}", 0))           # ports of one address are not enough for many thousands
    s.connect(("127.0.0.1", port))
    return s


def ask():
    began = time.monotonic()
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = b""
    while piece := s.recv(65536):
        answer += piece
    s.close()
    return (time.monotonic() - began) * 1000, answer.startswith(b"HTTP/1.1 200")


def quantile(times, q):
    return round(sorted(times)[min(len(times) - 1, int(len(times) * q))], 2)


alone = [ask() for _ in range(100)]
lines = {}
for i in range(idle + headers + bodies):
    s = connect(i)
    kind = "idle" if i < idle else "header" if i < idle + headers else "body"
    if kind == "header":
        s.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    if kind == "body":
        s.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n")
    s.setblocking(False)
    lines[s.fileno()] = (s, kind)
opened = len(lines)
poll = select.poll()
for fd in lines:
    poll.register(fd, select.POLLIN)
times, ended, failed, until, letters = [], {"idle": 0, "header": 0, "body": 0}, 0, time.monotonic() + seconds, 0
while time.monotonic() < until:
    if letters < time.monotonic():
        letters = time.monotonic() + 1
        for s, kind in list(lines.values()):
            if kind != "idle":
                try:
                    s.send(b"x")
                except OSError:
                    pass
    for fd, _ in poll.poll(0):
        s, kind = lines.pop(fd)
        poll.unregister(fd)
        s.close()
        ended[kind] += 1
    ms, fine = ask()
    times.append(ms)
    failed += not fine
    time.sleep(0.02)
print(json.dumps({"opened": opened, "left": len(lines), "ended": ended, "asked": len(times), "failed": failed,
                  "alone_p95_ms": quantile([t for t, _ in alone], 0.95), "p50_ms": quantile(times, 0.5), "p95_ms": quantile(times, 0.95),
                  "longest_ms": quantile(times, 1)}))
