package io.imgsrch.bench.search.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.imgsrch.bench.search.data.Question;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Searches by {@code POST /v1/search}, over one connection that is kept. Java's own {@code
 * HttpURLConnection} would wait a millisecond before each of them.
 */
final class HttpSearches implements Searches {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final JsonFactory JSON = new JsonFactory();

  private final OkHttpClient http =
      new OkHttpClient.Builder().connectTimeout(TIMEOUT).readTimeout(TIMEOUT).build();
  private final List<Request> requests;

  HttpSearches(URI api, List<Question> questions) throws IOException {
    var url = api.resolve("/v1/search").toURL();
    requests = questions.stream().map(question -> request(url, body(question))).toList();
  }

  /** No other contender compresses its answers; this client asks for that unless told not to. */
  private static Request request(URL url, byte[] body) {
    return new Request.Builder()
        .url(url)
        .header("Accept-Encoding", "identity")
        .post(RequestBody.create(body, TYPE))
        .build();
  }

  private static byte[] body(Question question) {
    var filter = question.filter();
    var body = new StringBuilder("{\"vector\":[");
    for (float component : question.vector()) {
      body.append(component).append(',');
    }
    body.setCharAt(body.length() - 1, ']');
    if (!filter.merchants().isEmpty()) {
      body.append(",\"merchant_ids\":").append(Product.merchants(filter));
    }
    if (filter.category() != null) {
      body.append(",\"category\":\"").append(Product.category(filter.category())).append('"');
    }
    return body.append(",\"top_k\":")
        .append(Question.TOP)
        .append('}')
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Answer search(int question) throws IOException {
    try (var response = http.newCall(requests.get(question)).execute();
        var body = response.body()) {
      if (body == null || !response.isSuccessful()) {
        throw new IOException(response.code() + " " + (body == null ? "" : body.string()));
      }
      return read(body.byteStream());
    }
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
  }

  static Answer read(InputStream in) throws IOException {
    var items = new ArrayList<Integer>();
    boolean whole = true;
    try (var json = JSON.createParser(in)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          var field = json.currentName();
          json.nextToken();
          switch (field) {
            case "product_id" -> items.add(Product.itemOf(json.getText()));
            case "verified" -> whole &= json.getBooleanValue();
            case "degrade_level" -> whole &= json.getIntValue() == 0;
            default -> {}
          }
        }
      }
    }
    return new Answer(items.stream().mapToInt(Integer::intValue).toArray(), whole);
  }
}
