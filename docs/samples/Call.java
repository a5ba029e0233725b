import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * 一个签名请求，只用 JDK 11+。A signed request with the JDK only.
 *
 * <pre>
 * java Call.java GET /jdy/v2/bd/store 'page=1&page_size=10'
 * java Call.java POST /jdy/v2/bd/store '{"number":"CK100","name":"二号仓"}'
 * </pre>
 *
 * 环境变量 / environment: BASE, CLIENT_ID, CLIENT_SECRET, OUTER_INSTANCE_ID
 */
public class Call {
  private static final String AUTH = "/jdyconnector/app_management";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    String method = args[0];
    String input = args.length > 2 ? args[2] : "";
    Map<String, String> query = new TreeMap<>();
    if (method.equals("GET") && !input.isEmpty()) {
      for (String pair : input.split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
      }
    }
    System.out.println(call(method, args[1], query, method.equals("GET") ? "" : input, appToken()));
  }

  static String appToken() throws Exception {
    String instance = System.getenv("OUTER_INSTANCE_ID");
    String grant = call("POST", AUTH + "/push_app_authorize", Map.of("outerInstanceId", instance), "", null);
    String appKey = field(grant, "appKey");
    String signature = sign(appKey, field(grant, "appSecret"));
    Map<String, String> query = Map.of("app_key", appKey, "app_signature", signature);
    return field(call("GET", AUTH + "/kingdee_auth_token", query, "", null), "app-token");
  }

  static String call(String method, String path, Map<String, String> given, String body, String token)
      throws Exception {
    Map<String, String> query = new TreeMap<>(given);
    String nonce = String.valueOf(new SecureRandom().nextInt(Integer.MAX_VALUE));
    String timestamp = String.valueOf(System.currentTimeMillis());
    String sent = query.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
    // 待签名文本：参数的值编码两次 / the text that is signed: values encoded twice
    String signed = query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encode(encode(entry.getValue())))
        .collect(Collectors.joining("&"));
    String text = method + "\n" + encode(path) + "\n" + signed + "\n"
        + "x-api-nonce:" + nonce + "\n" + "x-api-timestamp:" + timestamp + "\n";
    HttpRequest.Builder request = HttpRequest
        .newBuilder(URI.create(System.getenv("BASE") + path + (sent.isEmpty() ? "" : "?" + sent)))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .header("X-Api-ClientID", System.getenv("CLIENT_ID"))
        .header("X-Api-Auth-Version", "2.0")
        .header("X-Api-TimeStamp", timestamp)
        .header("X-Api-Nonce", nonce)
        .header("X-Api-SignHeaders", "X-Api-TimeStamp,X-Api-Nonce")
        .header("X-Api-Signature", sign(text, System.getenv("CLIENT_SECRET")))
        .header("Content-Type", "application/json");
    if (token != null) request.header("app-token", token);
    return HTTP.send(request.build(), BodyHandlers.ofString()).body();
  }

  static String sign(String text, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    StringBuilder hex = new StringBuilder();
    for (byte each : mac.doFinal(text.getBytes(StandardCharsets.UTF_8))) {
      hex.append(String.format("%02x", each));
    }
    return Base64.getEncoder().encodeToString(hex.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** 返回很简单，不必引入 JSON 库 / the two replies are so simple that no JSON library is needed. */
  static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (matcher.find()) return matcher.group(1);
    throw new IllegalStateException(json);
  }
}
