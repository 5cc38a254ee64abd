package io.imgsrch.bench.search.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.imgsrch.bench.search.data.Question;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Searches by {@code POST /v1/search}, over one connection that is kept, and does nothing beside:
 * clients that pool connections wake other threads for each request.
 */
final class HttpSearches implements Searches {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpRequestExecutor http = new HttpRequestExecutor();
  private final HttpHost host;
  private final List<ClassicHttpRequest> requests;
  private @Nullable HttpClientConnection connection;

  HttpSearches(URI api, List<Question> questions) {
    host = HttpHost.create(api);
    requests = questions.stream().map(question -> request(api, body(question))).toList();
  }

  private static ClassicHttpRequest request(URI api, byte[] body) {
    return ClassicRequestBuilder.post(api.resolve("/v1/search"))
        .addHeader(HttpHeaders.HOST, api.getAuthority())
        .addHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON.getMimeType())
        .addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
        .setEntity(body, ContentType.APPLICATION_JSON)
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
    try (var response =
            http.execute(requests.get(question), connection(), HttpCoreContext.create());
        var body = response.getEntity()) {
      if (response.getCode() != HttpStatus.SC_OK) {
        throw new IOException(response.getCode() + " " + EntityUtils.toString(body));
      }
      return read(body.getContent());
    } catch (HttpException | IOException e) {
      close();
      throw e instanceof IOException failed ? failed : new IOException(e);
    }
  }

  private HttpClientConnection connection() throws IOException {
    var open = connection;
    if (open == null) {
      open = DefaultBHttpClientConnectionFactory.builder().build().createConnection(socket());
      connection = open;
    }
    return open;
  }

  private Socket socket() throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(host.getHostName(), host.getPort()), TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close(CloseMode.IMMEDIATE);
      connection = null;
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
