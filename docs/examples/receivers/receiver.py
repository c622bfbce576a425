"""A receiver of notifications without packages, explained in docs/notifications.md: both formats, genuine ones only, each
acted on once. PORT and SECRETS (separated by blanks) come from the environment."""
import base64
import hashlib
import hmac
import json
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

# --- verify ---
TOLERANCE_S = 300
# One secret; during a rotation the new one and the one before.
KEYS = [base64.b64decode(secret.removeprefix("whsec_")) for secret in os.environ["SECRETS"].split()]


def is_recent(seconds):
    return bool(re.fullmatch(r"[0-9]{1,12}", seconds)) and abs(time.time() - int(seconds)) <= TOLERANCE_S


def verify(headers, body):
    """The event, or None when it is not genuine. The body is the bytes that came, before anything parsed them."""
    message_id = headers.get("webhook-id", "")
    seconds = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", message_id) or not is_recent(seconds) or len(given) > 8:
        return None
    signed = f"{message_id}.{seconds}.".encode() + body
    wanted = [b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256")) for key in KEYS]
    genuine = any(hmac.compare_digest(one, signature) for one in wanted for signature in given)
    return json.loads(body) if genuine else None


# --- CN format ---


def escape(value):
    return str(value).replace("%", "%25").replace("&", "%26").replace("=", "%3D")


def verify_cn(headers, body):
    """The fields of the CN format, or None when it is not genuine."""
    if headers.get("content-type", "").lower().startswith("application/json"):
        fields = json.loads(body)
        if not isinstance(fields, dict):
            return None
    else:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    given = [str(fields.pop(name, "")).encode() for name in ("sign", "signPrev")]
    text = "&".join(f"{name}={escape(fields[name])}" for name in sorted(fields)).encode()
    wanted = [hmac.new(key, text, hashlib.sha256).hexdigest().encode() for key in KEYS]
    genuine = any(hmac.compare_digest(one, sign) for one in wanted for sign in given)
    return fields if genuine and is_recent(str(fields.get("timestamp", ""))) else None
# --- serve ---


# The highest sequence of each order. In earnest a table, written in the transaction that acts.
SEQUENCES = {}
ONE_AT_A_TIME = threading.Lock()


def act(kind, data):
    order = data.get("tractionNo")
    if order is None:
        return  # about no order: a test, an endpoint
    with ONE_AT_A_TIME:
        if int(data["sequence"]) <= SEQUENCES.get(order, -1):
            return  # a repeat, or older than what is known
        SEQUENCES[order] = int(data["sequence"])
        print(kind, order, data["sequence"], flush=True)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("content-length", "0"))
        if length > 131_072:
            self.close_connection = True
            return self.answer(413, b"")
        body = self.rfile.read(length)
        try:
            self.take(body)
        except ValueError:  # no JSON, no UTF-8
            self.answer(401, b"")

    def take(self, body):
        if self.path == "/cn":
            fields = verify_cn(self.headers, body)
            if fields is None:
                return self.answer(401, b"FAIL")
            act(fields["notifyType"], fields)
            return self.answer(200, b"SUCCESS")
        event = verify(self.headers, body)
        if event is None:
            return self.answer(401, b"")
        act(event["type"], event["data"])
        self.answer(200, b"")

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
