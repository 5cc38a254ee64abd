package io.imgsrch.operators.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Flink's REST interface. Calls block, within a deadline. */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  private final URI address;

  public FlinkRest(URI address) {
    this.address = address;
  }

  /** The path of the newest running job of a name. */
  Optional<String> job(String name) throws IOException {
    JsonNode newest = null;
    for (var job : get("/jobs/overview").path("jobs")) {
      if (job.path("name").asText().equals(name)
          && job.path("state").asText().equals("RUNNING")
          && (newest == null
              || job.path("start-time").asLong() > newest.path("start-time").asLong())) {
        newest = job;
      }
    }
    return newest == null ? Optional.empty() : Optional.of("/jobs/" + newest.path("jid").asText());
  }

  /** The answer to a request. */
  JsonNode get(String path) throws IOException {
    var connection = (HttpURLConnection) address.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (var body = connection.getInputStream()) {
      return JSON.readTree(body.readNBytes(MAX_ANSWER_BYTES));
    } catch (IOException e) {
      throw new IOException("Flink at " + address + " does not answer: " + e.getMessage(), e);
    } finally {
      connection.disconnect();
    }
  }
}
