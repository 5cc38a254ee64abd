package io.imgsrch.operators.query.http;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the server listens.
 *
 * @param port 0 for any that is free
 * @param threads requests handled at a time
 * @param maxQueued requests waiting for a thread; further connections are closed
 * @param maxPictureBytes of a photo
 * @param bodyTimeout from the head of a request to the end of its body
 */
public record ServerOptions(
    String host, int port, int threads, int maxQueued, int maxPictureBytes, Duration bodyTimeout)
    implements Serializable {
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  public static ServerOptions of(Settings settings) {
    return new ServerOptions(
        settings.get(QueryOptions.BIND_HOST),
        settings.get(QueryOptions.PORT),
        settings.get(QueryOptions.THREADS),
        settings.get(QueryOptions.MAX_QUEUED),
        settings.get(FetchOptions.MAX_PICTURE_BYTES),
        BODY_TIMEOUT);
  }
}
