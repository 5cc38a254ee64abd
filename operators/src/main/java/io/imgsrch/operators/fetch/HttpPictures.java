package io.imgsrch.operators.fetch;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.picture.PictureException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets pictures over HTTP from allowed hosts. Every hop of a redirect is checked like the first
 * address; the deadline covers the body, so that a host that drips is cut off.
 */
public final class HttpPictures implements AutoCloseable {
  private static final int MAX_REDIRECTS = 3;
  private static final int IDLE_SECONDS = 10;

  private final AllowList allowList;
  private final int maxBytes;
  private final Duration requestTimeout;
  private final HttpClient client;
  private final Deadlines deadlines = new Deadlines("imgsrch-fetch-deadlines");
  private final Map<Object, CompletableFuture<?>> exchanges = new ConcurrentHashMap<>();

  public HttpPictures(Settings settings) {
    allowList = new AllowList(settings.get(FetchOptions.ALLOWED_HOSTS));
    maxBytes = settings.get(FetchOptions.MAX_PICTURE_BYTES);
    requestTimeout = settings.get(FetchOptions.REQUEST_TIMEOUT);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.get(FetchOptions.CONNECT_TIMEOUT))
            .executor(workers())
            .build();
  }

  /**
   * As many as there are cores, two at least; the client's own would be as many as there are
   * requests, each woken for each step of one. Like those, they end when nothing is fetched.
   */
  private static Executor workers() {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    var workers =
        new ThreadPoolExecutor(
            cores,
            cores,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // bounded by the requests on the way
            Threads.named("imgsrch-fetch"));
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /** The picture's bytes; fails with a {@link PictureException}. */
  public CompletableFuture<byte[]> get(String address, String traceparent) {
    return get(address, traceparent, MAX_REDIRECTS)
        .exceptionallyCompose(
            error -> CompletableFuture.failedFuture(asPictureException(address, error)));
  }

  /** The one that the HTTP client has wrapped; any other failure is the network's. */
  static PictureException asPictureException(@Nullable String address, Throwable error) {
    var cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof PictureException known) {
        return known;
      }
    }
    return new PictureException(Reason.PICTURE_UNREACHABLE, address + ": " + cause);
  }

  private CompletableFuture<byte[]> get(String address, String traceparent, int redirectsLeft) {
    URI uri;
    try {
      uri = allowList.check(address);
    } catch (PictureException e) {
      return CompletableFuture.failedFuture(e);
    }
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(requestTimeout)
            .header("accept", "image/*")
            .header(Traceparent.HEADER, traceparent)
            .build();
    var exchange = client.sendAsync(request, response -> new LimitedBody(response, maxBytes));
    var key = new Object();
    exchanges.put(key, exchange);
    return deadlines
        .within(requestTimeout, exchange.copy(), this::tooLate)
        .whenComplete(
            (response, error) -> {
              exchanges.remove(key);
              cancel(exchange);
            })
        .thenCompose(response -> follow(response, traceparent, redirectsLeft));
  }

  private HttpTimeoutException tooLate() {
    return new HttpTimeoutException(
        "not all of it came within " + requestTimeout.toMillis() + " ms");
  }

  /** Of the exchange itself: nothing else closes its connection. */
  private static void cancel(CompletableFuture<?> exchange) {
    exchange.cancel(true);
  }

  private CompletableFuture<byte[]> follow(
      HttpResponse<byte[]> response, String traceparent, int redirectsLeft) {
    int status = response.statusCode();
    if (status == 200) {
      return CompletableFuture.completedFuture(response.body());
    }
    var location = response.headers().firstValue("location");
    if (status >= 300 && status < 400 && location.isPresent()) {
      if (redirectsLeft == 0) {
        return failed(Reason.PICTURE_REFUSED, response, "redirects too often");
      }
      try {
        var target = response.uri().resolve(location.get()).toString();
        return get(target, traceparent, redirectsLeft - 1);
      } catch (IllegalArgumentException e) {
        return failed(Reason.PICTURE_REFUSED, response, "redirects to what is no address");
      }
    }
    if (status == 404 || status == 410) {
      return failed(Reason.PICTURE_NOT_FOUND, response, "answered " + status);
    }
    boolean passing = status >= 500 || status == 408 || status == 425 || status == 429;
    return failed(
        passing ? Reason.PICTURE_UNREACHABLE : Reason.PICTURE_REFUSED,
        response,
        "answered " + status);
  }

  private static CompletableFuture<byte[]> failed(
      Reason reason, HttpResponse<?> response, String what) {
    return CompletableFuture.failedFuture(
        new PictureException(reason, response.uri() + " " + what));
  }

  /** Ends what is on its way; the JDK's client ends its threads once nobody refers to it. */
  @Override
  public void close() {
    exchanges.values().forEach(HttpPictures::cancel);
    deadlines.close();
  }
}
