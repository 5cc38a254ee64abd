package io.imgsrch.local.client;

import io.imgsrch.config.event.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Searches by photo. Safe for several threads. */
public final class SearchClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ApiClient api;

  /**
   * @param api such as {@code http://127.0.0.1:18080}
   */
  public SearchClient(URI api) {
    this.api = new ApiClient(api, TIMEOUT);
  }

  /**
   * Searches.
   *
   * @throws ClientException if the platform refuses the request or is not there
   */
  public SearchAnswer search(SearchRequest request) throws ClientException, InterruptedException {
    return read(searchJson(request));
  }

  /** Searches, and gives the answer as the platform wrote it. */
  public byte[] searchJson(SearchRequest request) throws ClientException, InterruptedException {
    var form = new Multipart().file("image", "photo", request.photo());
    request.merchantIds().forEach(id -> form.text("merchant_ids", Long.toString(id)));
    if (request.category() != null) {
      form.text("category", request.category());
    }
    request.minPositions().forEach(p -> form.text("min_position", p.toString()));
    form.text("top_k", Integer.toString(request.topK()));
    var response =
        api.send(
            api.request("/v1/search")
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes()))
                .build());
    if (response.statusCode() != 200) {
      throw ApiClient.problem(response);
    }
    return response.body();
  }

  /** Reads an answer. */
  public static SearchAnswer read(byte[] json) throws ClientException {
    try {
      return EventJson.read(json, SearchAnswer.class);
    } catch (IOException e) {
      throw new ClientException("cannot read the answer of the search: " + e.getMessage(), e);
    }
  }
}
