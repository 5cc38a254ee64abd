package io.imgsrch.bench.search.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.imgsrch.bench.search.data.Question;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Searches by {@code POST /v1/search}, over one connection that is kept. */
final class HttpSearches implements Searches {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final URL url;
  private final List<byte[]> bodies;

  HttpSearches(URI api, List<Question> questions) throws IOException {
    url = api.resolve("/v1/search").toURL();
    bodies = questions.stream().map(HttpSearches::body).toList();
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
    var connection = (HttpURLConnection) url.openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bodies.get(question).length);
    try (var out = connection.getOutputStream()) {
      out.write(bodies.get(question));
    }
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(connection.getResponseCode() + " " + problem(connection));
    }
    try (var in = connection.getInputStream()) {
      return read(in);
    }
  }

  private static String problem(HttpURLConnection connection) throws IOException {
    try (var in = connection.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
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
