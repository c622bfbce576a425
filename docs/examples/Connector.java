// A connector in the JDK alone (17 or newer), as docs/connector.md describes it: java docs/examples/Connector.java
// It moves no money: where it writes a line of its journal, a real one calls its provider first. The journal outlives
// a restart.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

public class Connector {
  static final int PORT = Integer.parseInt(env("PORT", "7702"));
  static final String SECRET = env("NOTIFY_SECRET", "");
  static final long CUSTOMER_MS = Long.parseLong(env("CUSTOMER_MS", "5000"));
  static final long TOO_OLD_S = 300;
  static final long FIRST_TRY_MS = 250, LAST_TRY_MS = 3_600_000;

  static final Map<String, Map<String, Object>> book = new HashMap<>();
  static final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);
  static final HttpClient http = HttpClient.newHttpClient();
  static FileChannel journal;

  public static void main(String[] args) throws IOException {
    Path file = Path.of(env("JOURNAL", "connector-java.jsonl"));
    if (Files.exists(file)) Files.readAllLines(file).forEach(Connector::remember);
    journal = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    book.values().stream().filter(one -> "running".equals(one.get("ret"))).forEach(Connector::askCustomer);
    System.setProperty("sun.net.httpserver.nodelay", "true"); // otherwise each answer waits 40 ms
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", PORT), 128);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", Connector::handle);
    server.start();
  }

  static String env(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  static void remember(String line) {
    if (!line.endsWith("}")) return; // empty, or cut short by a crash before it was answered
    Map<String, Object> record = Json.object(line);
    book.put((String) record.get("tractionNo"), record);
  }

  /** On disk before the answer. */
  static Map<String, Object> keep(Map<String, Object> record) {
    try {
      ByteBuffer line = ByteBuffer.wrap(("\n" + Json.text(record)).getBytes(UTF_8));
      while (line.hasRemaining()) journal.write(line);
      journal.force(false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    book.put((String) record.get("tractionNo"), record);
    return record;
  }

  static Map<String, Object> end(Map<String, Object> record, String reason) {
    Map<String, Object> ended = new LinkedHashMap<>(record);
    ended.put("ret", reason.isEmpty() ? "success" : "failed");
    ended.put("thirdErrorReason", reason);
    ended.put("thirdOrderNo", UUID.randomUUID().toString());
    ended.put("tradeFinishedAt", LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
    return keep(ended);
  }

  static Map<String, Object> of(Object... pairs) {
    Map<String, Object> record = new LinkedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) record.put((String) pairs[at], pairs[at + 1]);
    return record;
  }

  // What each URL does. One call at a time (see handle): what is read stays true until it is written.

  static Map<String, Object> pay(Map<String, Object> call) {
    String no = (String) call.get("tractionNo");
    if (book.containsKey(no)) return book.get(no); // a repeat never moves money again
    long amount = (Long) call.get("payAmount");
    Map<String, Object> record = of("tractionNo", no, "payAmount", amount);
    Object barcode = ((Map<?, ?>) call.get("payParams")).get("payBarCode");
    if (barcode == null || barcode.equals("")) return end(record, "payBarCode is missing");
    if (call.get("notifyUrl") == null || amount < 10_000) return end(record, "");
    record.put("notifyUrl", call.get("notifyUrl"));
    record.put("ret", "running");
    return askCustomer(keep(record));
  }

  static Map<String, Object> askCustomer(Map<String, Object> record) {
    if ((Long) record.get("payAmount") == 20_000) return record; // nobody confirms 200 yuan
    String no = (String) record.get("tractionNo");
    later.schedule(() -> {
      Map<String, Object> paid;
      synchronized (book) {
        Map<String, Object> now = book.get(no);
        if (!"running".equals(now.get("ret"))) return; // cancelled meanwhile
        paid = end(now, "");
      }
      tell(paid, FIRST_TRY_MS);
    }, CUSTOMER_MS, TimeUnit.MILLISECONDS);
    return record;
  }

  static Map<String, Object> refund(Map<String, Object> call) {
    String no = (String) call.get("tractionNo");
    if (book.containsKey(no)) return book.get(no);
    Object payNo = call.get("payTractionNo");
    long amount = (Long) call.get("refundAmount");
    Map<String, Object> paid = book.getOrDefault(payNo, Map.of());
    long given = book.values().stream()
        .filter(one -> payNo.equals(one.get("payTractionNo")) && "success".equals(one.get("ret")))
        .mapToLong(one -> (Long) one.get("refundAmount")).sum();
    long left = "success".equals(paid.get("ret")) ? (Long) paid.get("payAmount") - given : 0;
    String reason = amount <= left ? "" : "more than is left of the payment";
    return end(of("tractionNo", no, "payTractionNo", payNo, "refundAmount", amount), reason);
  }

  static Map<String, Object> query(Map<String, Object> call) {
    Object no = call.get("tractionNo");
    return book.getOrDefault(no, of("tractionNo", no, "ret", "notFound"));
  }

  static Map<String, Object> cancel(Map<String, Object> call) {
    Object no = call.get("tractionNo");
    Map<String, Object> known = book.getOrDefault(no, of("tractionNo", no));
    if ("success".equals(known.get("ret")))
      return of("tractionNo", no, "ret", "failed", "thirdErrorReason", "it is paid");
    end(known, "cancelled"); // a POST that comes late is declined
    return of("tractionNo", no, "ret", "success");
  }

  // Notices, again and again until one is taken.

  static void tell(Map<String, Object> record, long againMs) {
    String body = Json.text(record);
    var request = HttpRequest.newBuilder(URI.create((String) record.get("notifyUrl")))
        .timeout(Duration.ofSeconds(10)).header("content-type", "application/json");
    if (!SECRET.isEmpty()) {
      String id = "notice-" + record.get("tractionNo"); // the same at every try
      String seconds = String.valueOf(System.currentTimeMillis() / 1000);
      request.header("webhook-id", id).header("webhook-timestamp", seconds)
          .header("webhook-signature", signature(id, seconds, body.getBytes(UTF_8)));
    }
    http.sendAsync(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.discarding())
        .handle((answer, failure) -> failure == null && answer.statusCode() / 100 == 2)
        .thenAccept(isTaken -> {
          if (!isTaken && againMs < LAST_TRY_MS)
            later.schedule(() -> tell(record, 2 * againMs), againMs, TimeUnit.MILLISECONDS);
        });
  }

  static String signature(String id, String seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.replaceFirst("^whsec_", "")), "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isSigned(HttpExchange exchange, byte[] body) {
    var headers = exchange.getRequestHeaders();
    String id = headers.getFirst("webhook-id"), seconds = headers.getFirst("webhook-timestamp");
    String given = headers.getFirst("webhook-signature");
    if (id == null || given == null || seconds == null || !seconds.matches("\\d{1,12}")) return false;
    if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(seconds)) > TOO_OLD_S) return false;
    byte[] wanted = signature(id, seconds, body).getBytes(UTF_8);
    return Stream.of(given.split(" ")).anyMatch(one -> MessageDigest.isEqual(one.getBytes(UTF_8), wanted));
  }

  static void handle(HttpExchange exchange) throws IOException {
    String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean isPost = route.startsWith("POST ");
    if (isPost && !SECRET.isEmpty() && !isSigned(exchange, body)) {
      answer(exchange, 401, of("message", "not signed"));
      return;
    }
    Map<String, Object> said;
    try {
      Map<String, Object> call = isPost ? Json.object(new String(body, UTF_8)) : Map.of();
      synchronized (book) {
        said = switch (route) {
          case "POST /pay" -> pay(call);
          case "POST /refund" -> refund(call);
          case "POST /query" -> query(call);
          case "POST /cancel" -> cancel(call);
          case "GET /checkEnv" -> of("ret", true);
          default -> null;
        };
      }
    } catch (RuntimeException e) { // "unknown" to the gateway, which asks again
      answer(exchange, 500, of("message", "unexpected"));
      return;
    }
    answer(exchange, said == null ? 404 : 200, said == null ? of("message", "no such URL") : said);
  }

  static void answer(HttpExchange exchange, int status, Map<String, Object> content) throws IOException {
    byte[] bytes = Json.text(content).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** JSON in few lines: whole numbers are Long, others Double. Whatever is not JSON is an IllegalArgumentException. */
  static final class Json {
    private static final int MAX_DEPTH = 64;
    private final String text;
    private int at = 0;

    private Json(String text) {
      this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
      Json json = new Json(text);
      Object value = json.value(0);
      json.space();
      if (json.at < text.length() || !(value instanceof Map)) throw json.wrong();
      return (Map<String, Object>) value;
    }

    static String text(Object value) {
      if (value instanceof String string) return quoted(string);
      if (value instanceof Map<?, ?> map)
        return map.entrySet().stream().map(one -> quoted((String) one.getKey()) + ":" + text(one.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
      if (value instanceof List<?> list)
        return list.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
      return String.valueOf(value);
    }

    private static String quoted(String string) {
      StringBuilder out = new StringBuilder("\"");
      for (char letter : string.toCharArray()) {
        if (letter == '"' || letter == '\\') out.append('\\').append(letter);
        else if (letter < ' ') out.append(String.format("\\u%04x", (int) letter));
        else out.append(letter);
      }
      return out.append('"').toString();
    }

    private Object value(int depth) {
      space();
      if (at == text.length() || depth > MAX_DEPTH) throw wrong();
      switch (text.charAt(at)) {
        case '{': return map(depth);
        case '[': return list(depth);
        case '"': return string();
        default: return word();
      }
    }

    private Map<String, Object> map(int depth) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (boolean isFirst = true; next(isFirst, '{', '}'); isFirst = false) {
        space();
        String name = string();
        expect(':');
        map.put(name, value(depth + 1));
      }
      return map;
    }

    private List<Object> list(int depth) {
      List<Object> list = new ArrayList<>();
      for (boolean isFirst = true; next(isFirst, '[', ']'); isFirst = false) list.add(value(depth + 1));
      return list;
    }

    /** Whether one more follows; steps over what opens, parts or closes them. */
    private boolean next(boolean isFirst, char open, char close) {
      if (isFirst) expect(open);
      space();
      if (at < text.length() && text.charAt(at) == close) {
        at++;
        return false;
      }
      if (!isFirst) {
        expect(',');
        space();
        if (at < text.length() && text.charAt(at) == close) throw wrong();
      }
      return true;
    }

    private String string() {
      expect('"');
      StringBuilder out = new StringBuilder();
      while (at < text.length()) {
        char letter = text.charAt(at++);
        if (letter == '"') return out.toString();
        if (letter < ' ') throw wrong();
        out.append(letter == '\\' ? escaped() : letter);
      }
      throw wrong();
    }

    private char escaped() {
      if (at == text.length()) throw wrong();
      char letter = text.charAt(at++);
      if (letter == 'u') {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) throw wrong();
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      int known = "\"\\/bfnrt".indexOf(letter);
      if (known < 0) throw wrong();
      return "\"\\/\b\f\n\r\t".charAt(known);
    }

    /** A number, true, false or null. */
    private Object word() {
      int from = at;
      while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) at++;
      String word = text.substring(from, at);
      if (word.equals("true") || word.equals("false")) return word.equals("true");
      if (word.equals("null")) return null;
      if (word.matches("-?(0|[1-9]\\d{0,17})")) return Long.valueOf(word);
      if (word.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) return Double.valueOf(word);
      throw wrong();
    }

    private void expect(char wanted) {
      space();
      if (at == text.length() || text.charAt(at++) != wanted) throw wrong();
    }

    private void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("no JSON at " + at);
    }
  }
}
