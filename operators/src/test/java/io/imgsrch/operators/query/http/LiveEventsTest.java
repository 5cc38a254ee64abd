package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.EventLatency;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.LiveFigures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveEventsTest {
  /** A quarter of the test server's threads. */
  private static final int MAX_LISTENERS = 2;

  private final TestServer api = new TestServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void eventsSayWhatWentBy() throws IOException {
    try (var listener = new EventStream()) {
      assertThat(listener.head).contains("200 OK", "text/event-stream", "no-store", "nosniff");
      assertThat(listener.next().path("dedup_ratio").isNull()).isTrue();
      api.figures =
          new LiveFigures(
              500,
              40,
              30,
              2,
              12L,
              new FreshnessReport(new EventLatency(7, 80, 240, 250), EventLatency.NONE));
      var event = listener.next();
      while (event.path("changes").asLong() == 0) {
        event = listener.next();
      }

      assertThat(event.path("changes").asLong()).isEqualTo(500);
      assertThat(event.path("changes_per_second").asDouble()).isBetween(50.0, 1_000.0);
      assertThat(event.path("dedup_ratio").asDouble()).isEqualTo(0.25);
      assertThat(event.path("dead_letters").asLong()).isEqualTo(2);
      assertThat(event.path("index_age_ms").asLong()).isEqualTo(12);
      assertThat(event.path("event_to_searchable_ms").toString())
          .isEqualTo("{\"count\":7,\"p50\":80,\"p99\":240,\"max\":250}");
      assertThat(event.at("/event_to_hidden_ms/count").asLong()).isZero();
    }
  }

  @Test
  void listenersAreFewAndLeaveRoomWhenTheyGo() throws IOException {
    var listeners = new ArrayList<EventStream>();
    for (int i = 0; i < MAX_LISTENERS; i++) {
      listeners.add(new EventStream());
      assertThat(listeners.get(i).head).contains("200 OK");
    }
    ProblemAssert.that(api.get("/v1/events"), ErrorCode.OVERLOADED);
    listeners.get(0).close();

    Awaitility.await()
        .untilAsserted(
            () -> {
              try (var next = new EventStream()) {
                assertThat(next.head).contains("200 OK");
              }
            });
    listeners.get(1).close();
  }

  @Test
  void aServerThatClosesEndsItsStreams() throws IOException {
    try (var listener = new EventStream()) {
      listener.next();
      api.server.close();
      listener.readToTheEnd();
    }
  }

  @Test
  void otherSitesCannotListen() {
    ProblemAssert.that(
        api.send(api.to("/v1/events").header("Sec-Fetch-Site", "cross-site")),
        ErrorCode.CROSS_SITE);
  }

  /** A listener over a socket. */
  private final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final BufferedReader lines;
    final String head;

    EventStream() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
      socket.setSoTimeout(10_000);
      var request =
          "GET /v1/events HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(api.server.port());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var read = new StringBuilder();
      for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
        read.append(line).append('\n');
      }
      head = read.toString();
    }

    JsonNode next() throws IOException {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          return JSON.readTree(line.substring("data: ".length()));
        }
      }
      throw new IOException("the stream ended");
    }

    void readToTheEnd() throws IOException {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(line).doesNotContain("problem");
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
