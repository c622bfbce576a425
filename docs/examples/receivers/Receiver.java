// A receiver of notifications without packages, explained in docs/notifications.md: both formats (the CN one as a form),
// genuine ones only, each acted on once. PORT and SECRETS (separated by blanks) come from the environment.
//   SECRETS='whsec_…' PORT=8080 java Receiver.java
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

public class Receiver {
  // --- verify ---
  static final long TOLERANCE_S = 300;
  /** One secret; during a rotation the new one and the one before. */
  static final List<byte[]> KEYS = Stream.of(System.getenv("SECRETS").split(" "))
      .map(secret -> Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""))).toList();

  static boolean isRecent(String seconds) {
    return seconds != null && seconds.matches("[0-9]{1,12}")
        && Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(seconds)) <= TOLERANCE_S;
  }

  static byte[] mac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isSame(String wanted, String given) {
    return given != null && MessageDigest.isEqual(wanted.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  /** Whether it is genuine. The body is the bytes that came, before anything parsed them. */
  static boolean verify(Headers headers, byte[] body) throws IOException {
    String id = headers.getFirst("webhook-id"), seconds = headers.getFirst("webhook-timestamp");
    String signatures = headers.getFirst("webhook-signature");
    if (id == null || !id.matches("[A-Za-z0-9_-]+") || !isRecent(seconds) || signatures == null) return false;
    var signed = new ByteArrayOutputStream();
    signed.write((id + "." + seconds + ".").getBytes(UTF_8));
    signed.write(body);
    return Stream.of(signatures.split(" ")).limit(8).anyMatch(given -> KEYS.stream().anyMatch(
        key -> isSame("v1," + Base64.getEncoder().encodeToString(mac(key, signed.toByteArray())), given)));
  }

  // --- CN format ---
  /** The fields of the CN format as a form, or null when it is not genuine. */
  static Map<String, String> verifyCn(String form) {
    Map<String, String> fields = new TreeMap<>(); // sorted by name
    for (String pair : form.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(URLDecoder.decode(parts[0], UTF_8), parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    String sign = fields.remove("sign"), signPrev = fields.remove("signPrev");
    byte[] text = fields.entrySet().stream().map(one -> one.getKey() + "=" + escape(one.getValue()))
        .collect(Collectors.joining("&")).getBytes(UTF_8);
    boolean isGenuine = KEYS.stream().map(key -> HexFormat.of().formatHex(mac(key, text)))
        .anyMatch(wanted -> isSame(wanted, sign) || isSame(wanted, signPrev));
    return isGenuine && isRecent(fields.get("timestamp")) ? fields : null;
  }

  static String escape(String value) {
    return value.replace("%", "%25").replace("&", "%26").replace("=", "%3D");
  }
  // --- serve ---

  static final int MAX_BYTES = 131_072;
  /** The highest sequence of each order. In earnest a table, written in the transaction that acts. */
  static final Map<String, Long> SEQUENCES = new ConcurrentHashMap<>();

  static synchronized void act(String type, String order, String sequence) {
    if (order == null || sequence == null) return; // about no order: a test, an endpoint
    if (Long.parseLong(sequence) <= SEQUENCES.getOrDefault(order, -1L)) return; // a repeat, or older than what is known
    SEQUENCES.put(order, Long.parseLong(sequence));
    System.out.println(type + " " + order + " " + sequence);
  }

  /** Your JSON library reads more; this finds what stands first under a name in a body that is genuine. */
  static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"?([A-Za-z0-9_.-]+)").matcher(json);
    return matcher.find() ? matcher.group(1) : null;
  }

  static void standard(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES);
    if (!verify(exchange.getRequestHeaders(), body)) {
      answer(exchange, 401, "");
      return;
    }
    String json = new String(body, UTF_8);
    act(field(json, "type"), field(json, "tractionNo"), field(json, "sequence"));
    answer(exchange, 200, "");
  }

  static void cn(HttpExchange exchange) throws IOException {
    Map<String, String> fields;
    try {
      fields = verifyCn(new String(exchange.getRequestBody().readNBytes(MAX_BYTES), UTF_8));
    } catch (IllegalArgumentException notAForm) {
      fields = null;
    }
    if (fields != null) act(fields.get("notifyType"), fields.get("tractionNo"), fields.get("sequence"));
    answer(exchange, fields == null ? 401 : 200, fields == null ? "FAIL" : "SUCCESS");
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/cn", Receiver::cn);
    server.createContext("/", Receiver::standard);
    server.start();
  }
}
