package io.imgsrch.local.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobCheckpointTest {
  private static final String RUNNING =
      "{\"jobs\":[{\"jid\":\"a\",\"name\":\"index\",\"state\":\"FAILED\"},"
          + "{\"jid\":\"b\",\"name\":\"index\",\"state\":\"RUNNING\"}]}";
  private static final String UNDER_WAY = "{\"status\":{\"id\":\"IN_PROGRESS\"}}";
  private static final String DONE =
      "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"checkpointId\":7}}";
  private static final String FAILED =
      "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"failureCause\":"
          + "{\"class\":\"X\",\"stack-trace\":\"declined\\n\\tat x\"}}}";

  private final List<String> requests = new ArrayList<>();
  private final Queue<String> states = new ArrayDeque<>();
  private final HttpServer rest;
  private String jobs = RUNNING;

  JobCheckpointTest() throws IOException {
    rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rest.createContext(
        "/",
        exchange -> {
          var body = answer(exchange.getRequestMethod(), exchange.getRequestURI()).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    rest.start();
  }

  private synchronized String answer(String method, URI uri) {
    requests.add(method + " " + uri);
    if (uri.getPath().equals("/jobs/overview")) {
      return jobs;
    }
    return method.equals("POST") ? "{\"request-id\":\"t\"}" : String.valueOf(states.poll());
  }

  @AfterEach
  void stop() {
    rest.stop(0);
  }

  @Test
  void asksForOneAndWaitsForIt() throws IOException {
    states.addAll(List.of(UNDER_WAY, DONE));
    checkpoint(Duration.ofMinutes(1)).await();
    assertThat(requests)
        .containsExactly(
            "GET /jobs/overview",
            "POST /jobs/b/checkpoints",
            "GET /jobs/b/checkpoints/t",
            "GET /jobs/b/checkpoints/t");
  }

  @Test
  void oneThatFailsIsFollowedByAnother() throws IOException {
    states.addAll(List.of(FAILED, DONE));
    checkpoint(Duration.ofMinutes(1)).await();
    assertThat(requests).filteredOn(each -> each.startsWith("POST")).hasSize(2);
  }

  @Test
  void aJobThatDoesNotRunIsNamedInTheEnd() {
    jobs = "{\"jobs\":[]}";
    assertThatThrownBy(() -> checkpoint(Duration.ZERO).await())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No checkpoint of index")
        .hasMessageContaining("check that the job runs at http://127.0.0.1")
        .hasMessageContaining("no job of that name is running");
  }

  @Test
  void theReasonOfTheLastFailureIsTold() {
    states.add(FAILED);
    assertThatThrownBy(() -> checkpoint(Duration.ZERO).await())
        .hasMessageEndingWith("it failed: declined");
  }

  private JobCheckpoint checkpoint(Duration patience) {
    var address = URI.create("http://127.0.0.1:" + rest.getAddress().getPort());
    return new JobCheckpoint(address, "index", patience);
  }
}
