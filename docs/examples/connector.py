"""A connector in Python's standard library, as docs/connector.md describes it. It moves no money: where it writes
a row, a real one calls its provider first. The journal (SQLite) outlives a restart."""

import base64, hashlib, hmac, json, os, sqlite3, threading, time, urllib.request, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = int(os.environ.get("PORT", "7701"))
SECRET = os.environ.get("NOTIFY_SECRET", "")
CUSTOMER_S = int(os.environ.get("CUSTOMER_MS", "5000")) / 1000
TOO_OLD_S = 300

journal = sqlite3.connect(os.environ.get("JOURNAL", "connector.db"), check_same_thread=False, isolation_level=None)
journal.execute("PRAGMA journal_mode=WAL")
journal.execute("PRAGMA synchronous=FULL")  # on disk before the answer
journal.execute("CREATE TABLE IF NOT EXISTS book (no TEXT PRIMARY KEY, pay_no TEXT, record TEXT NOT NULL)")
journal.execute("CREATE INDEX IF NOT EXISTS refunds ON book (pay_no)")
lock = threading.Lock()  # one call at a time: what is read stays true until it is written


def find(no):
    row = journal.execute("SELECT record FROM book WHERE no = ?", (no,)).fetchone()
    return json.loads(row[0]) if row else None


def keep(record):
    values = (record["tractionNo"], record.get("payTractionNo"), json.dumps(record))
    journal.execute("INSERT OR REPLACE INTO book VALUES (?, ?, ?)", values)
    return record


def end(record, reason=""):
    ret = "failed" if reason else "success"
    finished = time.strftime("%Y-%m-%d %H:%M:%S")
    return keep({**record, "ret": ret, "thirdErrorReason": reason, "thirdOrderNo": str(uuid.uuid4()),
                 "tradeFinishedAt": finished})


def signature(message_id, seconds, body):
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_signed(headers, body):
    message_id, seconds = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not seconds.isdigit() or abs(time.time() - int(seconds)) > TOO_OLD_S:
        return False
    wanted = signature(message_id, seconds, body)
    return any(hmac.compare_digest(one, wanted) for one in headers.get("webhook-signature", "").split(" "))


def tell(record, again_s=0.25):
    body = json.dumps(record).encode()
    headers = {"content-type": "application/json"}
    if SECRET:
        message_id, seconds = f"notice-{record['tractionNo']}", str(int(time.time()))  # the same id at every try
        headers |= {"webhook-id": message_id, "webhook-timestamp": seconds,
                    "webhook-signature": signature(message_id, seconds, body)}
    try:
        urllib.request.urlopen(urllib.request.Request(record["notifyUrl"], body, headers), timeout=10).close()
    except OSError:
        if again_s < 3600:
            later(again_s, tell, record, again_s * 2)


def later(seconds, work, *arguments):
    timer = threading.Timer(seconds, work, arguments)
    timer.daemon = True
    timer.start()


def ask_customer(record):
    if record["payAmount"] == 20_000:
        return record  # nobody confirms 200 yuan

    def answered():
        with lock:
            known = find(record["tractionNo"])
            paid = end(known) if known["ret"] == "running" else None  # not cancelled meanwhile
        if paid:
            tell(paid)

    later(CUSTOMER_S, answered)
    return record


def pay(call):
    record = {"tractionNo": call["tractionNo"], "payAmount": call["payAmount"]}
    if not call["payParams"].get("payBarCode"):
        return end(record, "payBarCode is missing")
    if not call.get("notifyUrl") or call["payAmount"] < 10_000:
        return end(record)
    return ask_customer(keep({**record, "notifyUrl": call["notifyUrl"], "ret": "running"}))


def refund(call):
    paid = find(call["payTractionNo"])
    rows = journal.execute("SELECT record FROM book WHERE pay_no = ?", (call["payTractionNo"],))
    given = sum(one["refundAmount"] for one in (json.loads(row[0]) for row in rows) if one["ret"] == "success")
    left = paid["payAmount"] - given if paid and paid["ret"] == "success" else 0
    record = {name: call[name] for name in ("tractionNo", "payTractionNo", "refundAmount")}
    return end(record, "" if call["refundAmount"] <= left else "more than is left of the payment")


def cancel(call):
    no = call["tractionNo"]
    known = find(no)
    if known and known["ret"] == "success":
        return {"tractionNo": no, "ret": "failed", "thirdErrorReason": "it is paid"}
    end(known or {"tractionNo": no}, "cancelled")  # a POST that comes late is declined
    return {"tractionNo": no, "ret": "success"}


def query(call):
    return find(call["tractionNo"]) or {"tractionNo": call["tractionNo"], "ret": "notFound"}


def once(work):  # a repeat never moves money again
    return lambda call: find(call["tractionNo"]) or work(call)


ROUTES = {"/pay": once(pay), "/refund": once(refund), "/query": query, "/cancel": cancel}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # the gateway waits no more: it asks again
            pass

    def do_GET(self):
        is_check = self.path.split("?")[0] == "/checkEnv"
        self.answer(200 if is_check else 404, {"ret": True} if is_check else {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        route = ROUTES.get(self.path.split("?")[0])
        if SECRET and not is_signed(self.headers, body):
            return self.answer(401, {"message": "not signed"})
        try:
            with lock:
                said = route(json.loads(body))
        except Exception:  # "unknown" to the gateway, which asks again
            return self.answer(500, {"message": "unexpected"})
        self.answer(200, said)

    def log_message(self, *_):  # a request may hold a barcode
        pass


for (text,) in journal.execute("SELECT record FROM book WHERE record LIKE '%\"running\"%'").fetchall():
    ask_customer(json.loads(text))
ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
