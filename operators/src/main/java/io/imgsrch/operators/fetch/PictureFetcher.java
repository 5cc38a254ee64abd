package io.imgsrch.operators.fetch;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.PictureRef;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.picture.PictureHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tries every picture of an event; what fails in passing is tried again, with growing pauses. */
public final class PictureFetcher implements EventFetcher {
  private final HttpPictures http;
  private final Deadlines pauses = new Deadlines("imgsrch-fetch-pauses");
  private final ByteBudget budget;
  private final int maxBytes;
  private final long maxPixels;
  private final int maxAttempts;
  private final Duration retryDelay;

  PictureFetcher(Settings settings) {
    this(settings, settings.get(FetchOptions.MAX_ATTEMPTS));
  }

  private PictureFetcher(Settings settings, int maxAttempts) {
    this.maxAttempts = maxAttempts;
    http = new HttpPictures(settings);
    budget = new ByteBudget(settings.get(FetchOptions.BYTES_IN_FLIGHT));
    maxBytes = settings.get(FetchOptions.MAX_PICTURE_BYTES);
    maxPixels = settings.get(FetchOptions.MAX_PICTURE_PIXELS);
    retryDelay = settings.get(FetchOptions.RETRY_DELAY);
  }

  /** For a caller that comes back by itself: it tries each picture once. */
  public static PictureFetcher once(Settings settings) {
    return new PictureFetcher(settings, 1);
  }

  @Override
  public CompletableFuture<FetchedProduct> fetch(ProductEvent event) {
    long bytes = (long) maxBytes * event.pictures().size();
    return budget
        .take(bytes)
        .thenCompose(granted -> fetchAll(event))
        .whenComplete((product, error) -> budget.giveBack(bytes));
  }

  private CompletableFuture<FetchedProduct> fetchAll(ProductEvent event) {
    var outcomes = event.pictures().stream().map(ref -> fetch(event, ref, 1)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              var pictures = new ArrayList<FetchedPicture>();
              var missed = new ArrayList<MissedPicture>();
              for (var outcome : outcomes) {
                var result = outcome.join();
                if (result.picture() != null) {
                  pictures.add(result.picture());
                } else if (result.missed() != null) {
                  missed.add(result.missed());
                }
              }
              return new FetchedProduct(event, pictures, missed);
            });
  }

  private record Outcome(@Nullable FetchedPicture picture, @Nullable MissedPicture missed) {
    static Outcome had(PictureRef ref, byte[] bytes) {
      return new Outcome(new FetchedPicture(ref.index(), Digest.sha256(bytes), bytes), null);
    }

    static Outcome missed(PictureRef ref, PictureException failure, int attempts) {
      var message = "images[" + ref.index() + "]: " + failure.getMessage();
      return new Outcome(null, new MissedPicture(ref.index(), failure.reason(), message, attempts));
    }
  }

  private CompletableFuture<Outcome> fetch(ProductEvent event, PictureRef ref, int attempt) {
    return bytesOf(event, ref)
        .thenCompose(this::checked)
        .thenApply(bytes -> Outcome.had(ref, bytes))
        .exceptionallyCompose(
            error -> {
              var failure = HttpPictures.asPictureException(ref.url(), error);
              return failure.reason().passing() && attempt < maxAttempts
                  ? later(attempt).thenCompose(pause -> fetch(event, ref, attempt + 1))
                  : CompletableFuture.completedFuture(Outcome.missed(ref, failure, attempt));
            });
  }

  /** What is no picture by its header alone is not sent on; damage shows when it is decoded. */
  private CompletableFuture<byte[]> checked(byte[] bytes) {
    try {
      PictureHeader.read(bytes, maxPixels);
      return CompletableFuture.completedFuture(bytes);
    } catch (PictureException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<byte[]> bytesOf(ProductEvent event, PictureRef ref) {
    var url = ref.url();
    if (url != null) {
      return http.get(url, event.origin().traceparent());
    }
    try {
      return CompletableFuture.completedFuture(inlineBytes(event, ref));
    } catch (PictureException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private byte[] inlineBytes(ProductEvent event, PictureRef ref) throws PictureException {
    try {
      var text = InputEvents.inlinePicture(event, ref.index());
      if (text.length() / 4L * 3 > maxBytes + 2L) {
        throw new PictureException(
            Reason.PICTURE_TOO_LARGE, "the picture has more than " + maxBytes + " bytes");
      }
      return Base64.getDecoder().decode(text);
    } catch (InvalidEventException e) {
      throw new PictureException(e.reason(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new PictureException(Reason.BAD_BASE64, String.valueOf(e.getMessage()));
    }
  }

  private CompletableFuture<Void> later(int attempt) {
    long delay = retryDelay.toMillis() << Math.min(attempt - 1, 16);
    return pauses.pause(Duration.ofMillis(delay));
  }

  @Override
  public void close() {
    pauses.close();
    http.close();
  }
}
