package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;

/** Asks the query API until it can answer searches. */
public final class ReadyWait {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 200;

  private final ApiClient api;

  /**
   * @param api such as {@code http://127.0.0.1:18080}
   */
  public ReadyWait(URI api) {
    this.api = new ApiClient(api, REQUEST_TIMEOUT);
  }

  /**
   * Returns when the API is ready.
   *
   * @throws ClientException saying what is not ready, if that takes too long
   */
  public void await(Duration timeout) throws ClientException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        var answer = api.send(api.request("/health/ready").GET().build());
        if (answer.statusCode() == 200) {
          return;
        }
        if (System.nanoTime() > end) {
          throw new ClientException(
              "the query API is not ready after %d s: %s"
                  .formatted(timeout.toSeconds(), new String(answer.body(), UTF_8)));
        }
      } catch (UnreachableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
