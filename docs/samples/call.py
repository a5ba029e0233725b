"""一个签名请求，只用标准库。A signed request with the standard library only (Python 3.8+).

python3 call.py GET /jdy/v2/bd/store 'page=1&page_size=10'
python3 call.py POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}'
环境变量 / environment: BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import time
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote
from urllib.request import Request, urlopen

BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID = (
    os.environ[name] for name in ("BASE", "CLIENT_ID", "CLIENT_SECRET", "OUTER_INSTANCE_ID")
)
AUTH = "/jdyconnector/app_management"


def encode(text):
    return quote(text, safe="")


def sign(text, secret):
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def call(method, path, query=(), body=None, headers=None):
    pairs = sorted(query)
    nonce, timestamp = str(secrets.randbelow(10**10)), str(int(time.time() * 1000))
    # 待签名文本：参数的值编码两次 / the text that is signed: values encoded twice
    signed = "&".join(f"{key}={encode(encode(value))}" for key, value in pairs)
    text = f"{method}\n{encode(path)}\n{signed}\nx-api-nonce:{nonce}\nx-api-timestamp:{timestamp}\n"
    url = BASE + path + "".join(
        ("?" if index == 0 else "&") + f"{encode(key)}={encode(value)}"
        for index, (key, value) in enumerate(pairs)
    )
    request = Request(url, data=body, method=method, headers={
        "X-Api-ClientID": CLIENT_ID,
        "X-Api-Auth-Version": "2.0",
        "X-Api-TimeStamp": timestamp,
        "X-Api-Nonce": nonce,
        "X-Api-SignHeaders": "X-Api-TimeStamp,X-Api-Nonce",
        "X-Api-Signature": sign(text, CLIENT_SECRET),
        "Content-Type": "application/json",
        **(headers or {}),
    })
    try:
        with urlopen(request) as reply:
            return reply.read().decode()
    except HTTPError as refusal:  # 拒绝也是一个 JSON / a refusal is JSON as well
        return refusal.read().decode()


def app_token():
    grants = json.loads(call("POST", f"{AUTH}/push_app_authorize", [("outerInstanceId", OUTER_INSTANCE_ID)]))
    grant = next(item for item in grants["data"] if item["status"] == 1)
    signature = sign(grant["appKey"], grant["appSecret"])
    query = [("app_key", grant["appKey"]), ("app_signature", signature)]
    return json.loads(call("GET", f"{AUTH}/kingdee_auth_token", query))["data"]["app-token"]


def main():
    method, path, given = (sys.argv[1:] + [""])[:3]
    headers = {"app-token": app_token()}
    if method == "GET":
        print(call(method, path, parse_qsl(given, keep_blank_values=True), headers=headers))
    else:
        print(call(method, path, body=given.encode(), headers=headers))


main()
