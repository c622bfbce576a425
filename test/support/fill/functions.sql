-- What the filler computes with, for one session. Everything follows from an order's number, so that chunks
-- can be made in any order, by several connections at once, and two runs make the same shops and amounts.

-- 0 <= share < 1, another one for each salt.
CREATE FUNCTION pg_temp.share(n bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
  SELECT (hashint8extended(n, salt) & 9007199254740991)::float8 / 9007199254740992
$$;

-- The shop that order n goes to. Every twentieth, shop0001 among them, closed after half of the time; its
-- customers go next door.
CREATE FUNCTION pg_temp.shop(place int, n bigint, total bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT concat('shop', lpad((place - CASE WHEN place % 20 = 1 AND n > total / 2 THEN 1 ELSE 0 END)::text, 4, '0'))
$$;

-- When order n of `total` is made: evenly over `span` seconds, which are whole days, with a busy half of
-- each day. It only grows with n, because the day's wave never runs back.
CREATE FUNCTION pg_temp.moment(n bigint, total bigint, start timestamptz, span float8)
RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE seconds float8 := span * (n + 0.5) / total;
BEGIN
  RETURN date_trunc('milliseconds', start + make_interval(secs => seconds + 10800 * sin(seconds * 2 * pi() / 86400)));
END $$;

-- Seven digits of base62.
CREATE FUNCTION pg_temp.digits(n bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  alphabet CONSTANT text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
BEGIN
  RETURN substr(alphabet, (n / 56800235584 % 62)::int + 1, 1) || substr(alphabet, (n / 916132832 % 62)::int + 1, 1)
      || substr(alphabet, (n / 14776336 % 62)::int + 1, 1) || substr(alphabet, (n / 238328 % 62)::int + 1, 1)
      || substr(alphabet, (n / 3844 % 62)::int + 1, 1) || substr(alphabet, (n / 62 % 62)::int + 1, 1)
      || substr(alphabet, (n % 62)::int + 1, 1);
END $$;

-- A UUIDv7 of this moment in 22 characters of base62, as domain/ids makes them; its random part is n's.
-- 62^14 and 62^7 cut it into numbers that fit a bigint.
CREATE FUNCTION pg_temp.uuid7(at timestamptz, n bigint, salt bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  random bigint := hashint8extended(n, salt);
  head bigint := (floor(extract(epoch FROM at) * 1000)::bigint << 16) | 28672 | (random & 4095);
  value numeric := head::numeric * 18446744073709551616 + 9223372036854775808 + ((random >> 2) & 4611686018427387903);
  rest numeric := mod(value, 12401769434657526912139264);
  top bigint := div(value, 12401769434657526912139264);
BEGIN
  RETURN substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (top / 3521614606208)::int + 1, 1)
      || pg_temp.digits(top % 3521614606208) || pg_temp.digits(div(rest, 3521614606208)::bigint)
      || pg_temp.digits(mod(rest, 3521614606208)::bigint);
END $$;

-- A traction number as domain/ids makes them. Ten million orders in a row never share one, even in the same
-- millisecond: payments that are far apart may be refunded in the same one.
CREATE FUNCTION pg_temp.traction(kind text, at timestamptz, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT kind || substr(lpad(floor(extract(epoch FROM at) * 1000)::bigint::text, 13, '0'), 2)
      || lpad((n % 10000000)::text, 7, '0')
$$;
