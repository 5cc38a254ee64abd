package io.imgsrch.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions that a Milvus left in its etcd, while the next one starts over the same data.
 * That one would wait for them to expire, half a minute in all: after a kill, and after many an
 * ordered end, too.
 */
final class FormerSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FormerSessions.class);
  private static final String PREFIX = "by-dev/meta/session/";
  private static final String PREFIX_END = "by-dev/meta/session0";

  /** Every process writes its number there before its first session. */
  private static final String NUMBER = PREFIX + "id";

  /** Milvus tries again after 200 ms, and each time waits twice as long. */
  private static final long POLL_MILLIS = 20;

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> new Thread(task, "former-milvus-sessions"));
  private final URI etcd;

  private FormerSessions(int port) {
    this.etcd = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Begins to look for them, and goes on until it is closed.
   *
   * @param port of the etcd in the Milvus that starts; it need not answer yet
   */
  static FormerSessions end(int port) {
    FormerSessions sessions = new FormerSessions(port);
    var unused =
        sessions.thread.scheduleWithFixedDelay(
            sessions::endNow, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return sessions;
  }

  private void endNow() {
    try {
      var range = Map.of("key", base64(PREFIX), "range_end", base64(PREFIX_END));
      for (long lease : leases(post("/v3/kv/range", range).path("kvs"))) {
        post("/v3/lease/revoke", Map.of("ID", String.valueOf(lease)));
      }
    } catch (ConnectException notYet) {
      return;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("Milvus waits until its former sessions expire", e);
      thread.shutdown();
    }
  }

  /** The leases of sessions that are older than the number of the process that starts. */
  static Set<Long> leases(JsonNode keys) {
    long begun = 0;
    for (JsonNode key : keys) {
      if (key.path("key").asText().equals(base64(NUMBER))) {
        begun = key.path("mod_revision").asLong();
      }
    }
    Set<Long> former = new LinkedHashSet<>();
    for (JsonNode key : keys) {
      long lease = key.path("lease").asLong();
      if (lease != 0 && key.path("create_revision").asLong() < begun) {
        former.add(lease);
      }
    }
    return former;
  }

  private JsonNode post(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(etcd.resolve(path))
            .timeout(DEADLINE)
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    var response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          "Milvus' etcd at %s answered %s with %d: %s"
              .formatted(etcd, path, response.statusCode(), new String(response.body(), UTF_8)));
    }
    return JSON.readTree(response.body());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
