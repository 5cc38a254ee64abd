package io.imgsrch.bench.search.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSearchesTest {
  private static final String ANSWER =
      "{\"degrade_level\":0,\"verified\":true,\"hits\":[{\"product_id\":\"7.1\"}]}";

  private final Set<InetSocketAddress> clients = new HashSet<>();
  private int status = 200;
  private String text = ANSWER;

  @SuppressWarnings("NullAway.Init") // by start()
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/search", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Fails as the query API does where a request has no type, or is no JSON. */
  private void answer(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    var body = new ObjectMapper().readTree(exchange.getRequestBody());
    boolean good = "application/json".equals(type) && body.get("vector").size() == 2;
    var answer = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(good ? status : 415, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void searchesOverOneConnection() throws IOException {
    try (var searches = searches()) {
      for (int i = 0; i < 3; i++) {
        var answer = searches.search(0);
        assertThat(answer.items()).containsExactly(7);
        assertThat(answer.whole()).isTrue();
      }
    }
    assertThat(clients).hasSize(1);
  }

  @Test
  void aRefusalIsAnErrorWithItsTextAndDoesNotEndTheSearches() throws IOException {
    try (var searches = searches()) {
      status = 503;
      text = "too many";
      assertThatThrownBy(() -> searches.search(0))
          .isInstanceOf(IOException.class)
          .hasMessage("503 too many");
      status = 200;
      text = ANSWER;
      assertThat(searches.search(0).items()).containsExactly(7);
    }
  }

  private Searches searches() {
    var filter = new Filter(Shape.SPREAD, List.of(), null);
    return new HttpSearches(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        List.of(new Question(new float[] {1, 0}, filter, 0, new int[0])));
  }
}
