<?php
// 一个签名请求，不用扩展。A signed request without extensions (PHP 7.4+).
// php call.php GET /jdy/v2/bd/store 'page=1&page_size=10'
// php call.php POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}'
// 环境变量 / environment: BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID

const AUTH = '/jdyconnector/app_management';

function sign(string $text, string $secret): string
{
    return base64_encode(hash_hmac('sha256', $text, $secret));
}

function call(string $method, string $path, array $query = [], string $body = '', array $headers = []): string
{
    ksort($query, SORT_STRING);
    $nonce = (string) random_int(1, 9999999999);
    $timestamp = sprintf('%.0f', microtime(true) * 1000);
    $signed = $sent = [];
    foreach ($query as $key => $value) {
        $sent[] = rawurlencode($key) . '=' . rawurlencode($value);
        // 待签名文本：参数的值编码两次 / the text that is signed: values encoded twice
        $signed[] = $key . '=' . rawurlencode(rawurlencode($value));
    }
    $lines = [$method, rawurlencode($path), implode('&', $signed), "x-api-nonce:$nonce", "x-api-timestamp:$timestamp", ''];
    $headers += [
        'X-Api-ClientID' => getenv('CLIENT_ID'),
        'X-Api-Auth-Version' => '2.0',
        'X-Api-TimeStamp' => $timestamp,
        'X-Api-Nonce' => $nonce,
        'X-Api-SignHeaders' => 'X-Api-TimeStamp,X-Api-Nonce',
        'X-Api-Signature' => sign(implode("\n", $lines), getenv('CLIENT_SECRET')),
        'Content-Type' => 'application/json',
    ];
    $header = [];
    foreach ($headers as $name => $value) {
        $header[] = "$name: $value";
    }
    // 拒绝也是一个 JSON / a refusal is JSON as well
    $http = ['method' => $method, 'header' => $header, 'content' => $body, 'ignore_errors' => true];
    $url = getenv('BASE') . $path . ($sent === [] ? '' : '?' . implode('&', $sent));
    return file_get_contents($url, false, stream_context_create(['http' => $http]));
}

function appToken(): string
{
    $grants = json_decode(call('POST', AUTH . '/push_app_authorize', ['outerInstanceId' => getenv('OUTER_INSTANCE_ID')]), true);
    foreach ($grants['data'] as $grant) {
        if ($grant['status'] !== 1) {
            continue;
        }
        $query = ['app_key' => $grant['appKey'], 'app_signature' => sign($grant['appKey'], $grant['appSecret'])];
        return json_decode(call('GET', AUTH . '/kingdee_auth_token', $query), true)['data']['app-token'];
    }
    throw new RuntimeException('没有生效的授权 / no grant is live');
}

[, $method, $path, $input] = $argv + [3 => ''];
$headers = ['app-token' => appToken()];
if ($method === 'GET') {
    $query = [];
    foreach (array_filter(explode('&', $input)) as $pair) {
        [$key, $value] = array_map('rawurldecode', explode('=', $pair, 2) + [1 => '']);
        $query[$key] = $value;
    }
    echo call($method, $path, $query, '', $headers), "\n";
} else {
    echo call($method, $path, [], $input, $headers), "\n";
}
