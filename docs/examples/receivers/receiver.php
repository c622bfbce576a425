<?php
// A receiver of notifications without packages, explained in docs/notifications.md: both formats, genuine ones only, each
// acted on once. SECRETS (separated by blanks) and STATE, a file, come from the environment.
//   SECRETS='whsec_…' php -S 127.0.0.1:8080 receiver.php
declare(strict_types=1);

// --- verify ---
const TOLERANCE_S = 300;

/** One secret; during a rotation the new one and the one before. */
function keys(): array
{
    $secrets = explode(' ', (string) getenv('SECRETS'));
    return array_map(fn ($secret) => base64_decode(str_replace('whsec_', '', $secret), true), $secrets);
}

function is_recent(string $seconds): bool
{
    return preg_match('/^[0-9]{1,12}$/D', $seconds) === 1 && abs(time() - (int) $seconds) <= TOLERANCE_S;
}

/** The event, or null when it is not genuine. The body is the bytes that came: file_get_contents('php://input'). */
function verify(array $server, string $body): ?array
{
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $seconds = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $given = explode(' ', $server['HTTP_WEBHOOK_SIGNATURE'] ?? '');
    if (preg_match('/^[A-Za-z0-9_-]+$/D', $id) !== 1 || !is_recent($seconds) || count($given) > 8) {
        return null;
    }
    foreach (keys() as $key) {
        $wanted = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$seconds.$body", $key, true));
        foreach ($given as $signature) {
            if (hash_equals($wanted, $signature)) {
                return json_decode($body, true, 64, JSON_THROW_ON_ERROR);
            }
        }
    }
    return null;
}

// --- CN format ---
/** The fields of the CN format, or null when it is not genuine. */
function verify_cn(string $contentType, string $body): ?array
{
    if (stripos($contentType, 'application/json') === 0) {
        $fields = json_decode($body, true, 64, JSON_THROW_ON_ERROR);
    } else {
        parse_str($body, $fields);
    }
    if (!is_array($fields)) {
        return null;
    }
    $given = [(string) ($fields['sign'] ?? ''), (string) ($fields['signPrev'] ?? '')];
    unset($fields['sign'], $fields['signPrev']);
    ksort($fields, SORT_STRING);
    $pairs = [];
    foreach ($fields as $name => $value) {
        $pairs[] = "$name=" . str_replace(['%', '&', '='], ['%25', '%26', '%3D'], (string) $value);
    }
    foreach (keys() as $key) {
        $wanted = hash_hmac('sha256', implode('&', $pairs), $key);
        if ((hash_equals($wanted, $given[0]) || hash_equals($wanted, $given[1]))) {
            return is_recent((string) ($fields['timestamp'] ?? '')) ? $fields : null;
        }
    }
    return null;
}
// --- serve ---

/** The highest sequence of each order, in a file. In earnest a table, written in the transaction that acts. */
function act(string $type, array $data): void
{
    if (!isset($data['tractionNo'])) {
        return; // about no order: a test, an endpoint
    }
    $file = fopen((string) getenv('STATE'), 'c+');
    flock($file, LOCK_EX);
    $sequences = json_decode(stream_get_contents($file) ?: '{}', true);
    $order = 'n' . $data['tractionNo'];
    if ((int) $data['sequence'] > ($sequences[$order] ?? -1)) { // no repeat, and not older than what is known
        $sequences[$order] = (int) $data['sequence'];
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, json_encode($sequences));
        file_put_contents('php://stdout', "$type {$data['tractionNo']} {$data['sequence']}\n");
    }
    fclose($file);
}

/** @return array{int, string} status and text of the answer */
function take(string $body): array
{
    if ($_SERVER['REQUEST_URI'] === '/cn') {
        $fields = verify_cn($_SERVER['CONTENT_TYPE'] ?? '', $body);
        if ($fields === null) {
            return [401, 'FAIL'];
        }
        act($fields['notifyType'], $fields);
        return [200, 'SUCCESS'];
    }
    $event = verify($_SERVER, $body);
    if ($event === null) {
        return [401, ''];
    }
    act($event['type'], $event['data']);
    return [200, ''];
}

try {
    $body = (string) file_get_contents('php://input', false, null, 0, 131_073);
    [$status, $text] = strlen($body) > 131_072 ? [413, ''] : take($body);
} catch (JsonException) {
    [$status, $text] = [401, ''];
}
http_response_code($status);
echo $text;
