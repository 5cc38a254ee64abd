package io.imgsrch.local.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.SearchAnswer;
import io.imgsrch.local.client.SearchClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The query API, of which "not now" is an expected answer. Safe for threads. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(6); // more than a search may take

  /** Of pictures with the same pixels. */
  static final double MIN_SCORE = 0.99;

  /** More than the products of one merchant that show one picture. */
  private static final int TOP_K = 20;

  private final URI api;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Api(int port) {
    api = URI.create("http://127.0.0.1:" + port);
  }

  /** How a search ended. */
  enum Outcome {
    VERIFIED,
    UNVERIFIED,
    /** Not now: 503, 504, or nobody there. */
    UNAVAILABLE,
    /** The picture is not there. */
    UNKNOWN_PICTURE,
    /** 500, as a server that is ending answers: no answer, and so no wrong one. */
    FAILED,
    /** Any other status: none is expected. */
    REFUSED
  }

  /** An outcome, with the answer of the first two. */
  record Reply(Outcome outcome, Optional<SearchAnswer> answer, String status) {}

  /** The offers of a merchant that show the same picture. */
  Reply search(String imagePk, long merchant) throws InterruptedException {
    return search(Map.of("image_pk", imagePk), merchant);
  }

  /** The offers of a merchant that show a picture of the same vector. */
  Reply search(List<Float> vector, long merchant) throws InterruptedException {
    return search(Map.of("vector", vector), merchant);
  }

  private Reply search(Map<String, Object> example, long merchant) throws InterruptedException {
    var question = new TreeMap<String, Object>(example);
    question.put("merchant_ids", List.of(merchant));
    question.put("min_score", MIN_SCORE);
    question.put("top_k", TOP_K);
    try {
      var response =
          http.send(
              HttpRequest.newBuilder(api.resolve("/v1/search"))
                  .timeout(TIMEOUT)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
                  .build(),
              BodyHandlers.ofByteArray());
      return reply(response);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a question cannot be written", e);
    } catch (IOException e) {
      return new Reply(Outcome.UNAVAILABLE, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Reply reply(HttpResponse<byte[]> response) throws IOException {
    var status = response.statusCode() + " " + abbreviated(response.body());
    switch (response.statusCode()) {
      case 200 -> {
        try {
          var answer = SearchClient.read(response.body());
          var outcome = answer.verified() ? Outcome.VERIFIED : Outcome.UNVERIFIED;
          return new Reply(outcome, Optional.of(answer), "200");
        } catch (ClientException e) {
          throw new IOException(e);
        }
      }
      case 404 -> {
        return new Reply(Outcome.UNKNOWN_PICTURE, Optional.empty(), status);
      }
      case 503, 504 -> {
        return new Reply(Outcome.UNAVAILABLE, Optional.empty(), status);
      }
      case 500 -> {
        return new Reply(Outcome.FAILED, Optional.empty(), status);
      }
      default -> {
        return new Reply(Outcome.REFUSED, Optional.empty(), status);
      }
    }
  }

  private static String abbreviated(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /** What the platform says of a product; empty if it cannot, or knows none. */
  Optional<JsonNode> product(String key) throws InterruptedException {
    try {
      var response =
          http.send(
              HttpRequest.newBuilder(api.resolve("/v1/products/" + key)).timeout(TIMEOUT).build(),
              BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? Optional.of(JSON.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
