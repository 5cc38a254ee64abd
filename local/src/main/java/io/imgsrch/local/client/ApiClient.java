package io.imgsrch.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** HTTP to the query API, with its errors as sentences. */
final class ApiClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final URI api;
  private final Duration timeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  ApiClient(URI api, Duration timeout) {
    this.api = api;
    this.timeout = timeout;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.resolve(path)).timeout(timeout);
  }

  /** The answer, whatever its status. */
  HttpResponse<byte[]> send(HttpRequest request) throws ClientException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw new UnreachableException("the query API within " + timeout.toSeconds() + " s", api, e);
    } catch (IOException e) {
      throw new UnreachableException("the query API", api, e);
    }
  }

  /** An answer that is an error, as a sentence with its stable code and trace id. */
  static ClientException problem(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    var problem = json(response.body());
    if (!problem.hasNonNull("code")) {
      return new ClientException("the query API answered " + status + " without saying why");
    }
    var message =
        "the platform answered %d %s: %s (trace id %s)"
            .formatted(
                status,
                problem.path("code").asText(),
                problem.path(problem.hasNonNull("detail") ? "detail" : "title").asText(),
                problem.path("trace_id").asText("unknown"));
    return status == 503 ? new UnavailableException(message) : new ClientException(message);
  }

  /** What is no JSON says nothing: the status has to do. */
  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
