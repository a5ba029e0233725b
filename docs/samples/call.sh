#!/bin/sh
# 一个签名请求：sh call.sh GET /jdy/v2/bd/store 'page=1&page_size=10'
#               sh call.sh POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}'
# 参数按名排序，值先按 RFC 3986 编码一次。A signed request; parameters sorted by name, values encoded once (RFC 3986).
# 环境变量 / environment: BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID
set -eu

sign() { printf '%b' "$1" | openssl dgst -sha256 -hmac "$2" -r | cut -c1-64 | tr -d '\n' | openssl base64 -A; }

# signed 方法 路径 参数 [curl 的其他参数 / further arguments of curl]
signed() {
  method=$1 path=$2 query=$3
  shift 3
  nonce=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
  time=$(date +%s)000
  text="$method\n$(printf %s "$path" | sed 's,/,%2F,g')\n$(printf %s "$query" | sed 's/%/%25/g')\n"
  curl -sS -X "$method" "$BASE$path${query:+?$query}" -H "X-Api-ClientID: $CLIENT_ID" \
    -H 'X-Api-Auth-Version: 2.0' -H "X-Api-TimeStamp: $time" -H "X-Api-Nonce: $nonce" \
    -H 'X-Api-SignHeaders: X-Api-TimeStamp,X-Api-Nonce' \
    -H "X-Api-Signature: $(sign "${text}x-api-nonce:$nonce\nx-api-timestamp:$time\n" "$CLIENT_SECRET")" "$@"
}

field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

AUTH=/jdyconnector/app_management
GRANT=$(signed POST $AUTH/push_app_authorize "outerInstanceId=$OUTER_INSTANCE_ID")
APP_KEY=$(echo "$GRANT" | field appKey)
APP_SECRET=$(echo "$GRANT" | field appSecret)
APP_SIGNATURE=$(sign "$APP_KEY" "$APP_SECRET" | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g')
TOKEN=$(signed GET $AUTH/kingdee_auth_token "app_key=$APP_KEY&app_signature=$APP_SIGNATURE" | field app-token)

METHOD=$1 TARGET=$2 INPUT=${3:-}
if [ "$METHOD" = GET ]; then
  signed GET "$TARGET" "$INPUT" -H "app-token: $TOKEN"
else
  signed "$METHOD" "$TARGET" "" -H "app-token: $TOKEN" -H 'Content-Type: application/json' --data-raw "$INPUT"
fi
echo
