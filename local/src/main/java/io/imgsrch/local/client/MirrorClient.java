package io.imgsrch.local.client;

import io.imgsrch.config.event.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has a query server build its copy of the catalogue in memory again. For one thread. */
public final class MirrorClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 200;

  private final ApiClient api;

  /**
   * @param api such as {@code http://127.0.0.1:18080}
   */
  public MirrorClient(URI api) {
    this.api = new ApiClient(api, TIMEOUT);
  }

  /**
   * What a server tells of it.
   *
   * @param builds how often it was read since the server began
   * @param building whether it is being read just now
   * @param offers on sale, when it was built again last
   * @param images with a vector
   * @param digest of both
   * @param equal whether the one before held the same
   * @param problem why there is none, or why it could not be built again
   */
  public record Mirror(
      int builds,
      boolean building,
      @Nullable Integer offers,
      @Nullable Integer images,
      @Nullable String digest,
      @Nullable Boolean equal,
      @Nullable String problem) {}

  /**
   * Has it built again, and returns when searches are served from the new one.
   *
   * @throws ClientException if the server cannot be asked, or could not build it
   */
  public Mirror rebuild() throws ClientException, InterruptedException {
    var before = get();
    if (before.building()) {
      throw new ClientException("it is being read already: wait until that is over");
    }
    read(api.send(api.request("/v1/mirror/rebuild").POST(BodyPublishers.noBody()).build()), 202);
    var now = get();
    while (now.building()) {
      Thread.sleep(POLL_MILLIS);
      now = get();
    }
    if (now.builds() == before.builds()) {
      throw new ClientException("it was not built again: " + now.problem());
    }
    if (now.offers() == null) {
      throw new ClientException("the server read it from the beginning meanwhile: try again");
    }
    return now;
  }

  private Mirror get() throws ClientException, InterruptedException {
    return read(api.send(api.request("/v1/mirror").GET().build()), 200);
  }

  private static Mirror read(HttpResponse<byte[]> response, int status) throws ClientException {
    if (response.statusCode() != status) {
      throw ApiClient.problem(response);
    }
    try {
      return EventJson.read(response.body(), Mirror.class);
    } catch (IOException e) {
      throw new ClientException("cannot read what the server tells: " + e.getMessage(), e);
    }
  }
}
