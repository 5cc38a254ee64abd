package io.imgsrch.operators.query.http;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.query.PictureUrls;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the server listens, and what it offers.
 *
 * @param port 0 for any that is free
 * @param threads requests handled at a time
 * @param maxQueued requests waiting for a thread; further connections are closed
 * @param maxPictureBytes of a photo
 * @param bodyTimeout from the head of a request to the end of its body
 * @param pictures where the page may load pictures of the catalogue from
 * @param demoWrites whether offers can be switched on and off
 */
public record ServerOptions(
    String host,
    int port,
    int threads,
    int maxQueued,
    int maxPictureBytes,
    Duration bodyTimeout,
    PictureUrls pictures,
    boolean demoWrites)
    implements Serializable {
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  public static ServerOptions of(Settings settings) {
    return new ServerOptions(
        settings.get(QueryOptions.BIND_HOST),
        settings.get(QueryOptions.PORT),
        settings.get(QueryOptions.THREADS),
        settings.get(QueryOptions.MAX_QUEUED),
        settings.get(FetchOptions.MAX_PICTURE_BYTES),
        BODY_TIMEOUT,
        new PictureUrls(settings.get(QueryOptions.PICTURE_URL)),
        settings.get(QueryOptions.DEMO_WRITES));
  }
}
