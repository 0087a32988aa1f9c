#!/usr/bin/env python3
"""An OpenID provider for the tests: honest unless it is told what to do wrong.

    oidc_provider.py DIR [CERTIFICATE KEY]

DIR/mode (JSON, read with every request) says what it does; DIR/asked gets a line for every request; DIR/port the port once it listens.
Its keys are made by openssl, so that nothing but Python's own library is needed.
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import re
import secrets
import ssl
import subprocess
import sys
import time
import urllib.parse

DIR = sys.argv[1]
CLIENT, SECRET = "noroshi hub", "s3cret: & more"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


def key_file(name):
    return os.path.join(DIR, name + ".pem")


def make_keys():
    for name in ("r1", "r2", "stranger"):
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key_file(name))
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", key_file("short"))
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key_file("e1"))


def jwk(name):
    if name.startswith("e"):
        point = openssl("pkey", "-in", key_file(name), "-pubout", "-outform", "DER")[-64:]
        return {"kty": "EC", "crv": "P-256", "kid": name, "use": "sig", "x": b64(point[:32]), "y": b64(point[32:])}
    modulus = re.search(rb"Modulus=([0-9A-F]+)", openssl("rsa", "-in", key_file(name), "-noout", "-modulus")).group(1)
    return {"kty": "RSA", "kid": name, "use": "sig", "n": b64(bytes.fromhex(modulus.decode())), "e": "AQAB"}


def pair_of(der):
    numbers, at = [], 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2:at + 2 + length], "big").to_bytes(32, "big"))
        at += 2 + length
    return b"".join(numbers)


def sign(alg, name, text):
    if alg == "none":
        return b""
    if alg == "HS256":          # the old trick: the public key as a secret that everybody knows
        return hmac.new(openssl("pkey", "-in", key_file(name), "-pubout"), text, hashlib.sha256).digest()
    if alg == "PS256":
        return openssl("dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sign", key_file(name), data=text)
    signature = openssl("dgst", "-sha256", "-sign", key_file(name), data=text)
    return pair_of(signature) if alg == "ES256" else signature


def token(mode, grant):
    now = int(time.time())
    alg = mode.get("alg", "RS256")
    name = mode.get("key", "e1" if alg == "ES256" else "r1")
    claims = {"iss": ISSUER, "sub": grant["sub"], "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": grant["nonce"]}
    claims.update({k: (now + v if k in ("exp", "iat", "nbf") and v is not None else v) for k, v in mode.get("claims", {}).items()})
    claims = {k: v for k, v in claims.items() if v is not None}
    header = {"alg": alg, "typ": "JWT", "kid": mode.get("kid", name), **mode.get("header", {})}
    text = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{text}.{b64(sign(alg, mode.get('signed_by', name), text.encode()))}"


codes = {}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def give(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def give_json(self, document, status=200):
        self.give(status, json.dumps(document).encode(), **{"Content-Type": "application/json"})

    def begin(self):
        with open(os.path.join(DIR, "asked"), "a", encoding="utf-8") as asked:
            asked.write(f"{self.command} {urllib.parse.urlsplit(self.path).path}\n")
        with open(os.path.join(DIR, "mode"), encoding="utf-8") as file:
            return json.load(file)

    def do_GET(self):
        mode, url = self.begin(), urllib.parse.urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            if mode.get("slow"):
                time.sleep(mode["slow"])
            return self.give_json({"issuer": ISSUER, "authorization_endpoint": ISSUER + "/authorize?tenant=1", "token_endpoint": ISSUER + "/token",
                                   "jwks_uri": ISSUER + "/jwks", "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                                   **mode.get("discovery", {})})
        if url.path == "/jwks":
            keys = [jwk(name) for name in mode.get("keys", ["r1", "e1"])]
            return self.give_json({"keys": keys, "padding": "x" * mode.get("padding", 0)})
        if url.path == "/elsewhere":
            return self.give(302, Location=ISSUER + "/jwks")
        if url.path == "/authorize":
            return self.authorize(mode, dict(urllib.parse.parse_qsl(url.query)))
        return self.give(404)

    def authorize(self, mode, q):
        if (q.get("client_id"), q.get("response_type"), q.get("code_challenge_method"), q.get("tenant")) != (CLIENT, "code", "S256", "1") or \
                "openid" not in q.get("scope", "") or not all(q.get(k) for k in ("state", "nonce", "code_challenge", "redirect_uri")):
            return self.give(400, json.dumps(q).encode())
        code = secrets.token_urlsafe(16)
        codes[code] = {"nonce": q["nonce"], "challenge": q["code_challenge"], "redirect": q["redirect_uri"], "sub": mode.get("sub", "alice-1")}
        answer = {"error": "access_denied", "state": q["state"]} if mode.get("declines") else \
            {"code": code, "state": q["state"], "iss": mode.get("says_iss", ISSUER)}
        return self.give(302, Location=q["redirect_uri"] + "?" + urllib.parse.urlencode(answer))

    def do_POST(self):
        mode = self.begin()
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        user, _, password = base64.b64decode(self.headers.get("Authorization", "Basic Og==").removeprefix("Basic ")).decode().partition(":")
        who = (urllib.parse.unquote_plus(user), urllib.parse.unquote_plus(password))
        grant = codes.pop(form.get("code"), None)
        time.sleep(mode.get("slow_token", 0))
        if who != (CLIENT, SECRET):
            return self.give_json({"error": "invalid_client"}, 401)
        if grant is None or form.get("grant_type") != "authorization_code" or form.get("redirect_uri") != grant["redirect"] or \
                b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest()) != grant["challenge"]:
            return self.give_json({"error": "invalid_grant"}, 400)
        return self.give_json({"access_token": "x", "token_type": "Bearer", "id_token": token(mode, grant)})


make_keys()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
scheme = "http"
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https"
ISSUER = f"{scheme}://127.0.0.1:{server.server_port}"
with open(os.path.join(DIR, "port.new"), "w", encoding="utf-8") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(DIR, "port.new"), os.path.join(DIR, "port"))
server.serve_forever()
