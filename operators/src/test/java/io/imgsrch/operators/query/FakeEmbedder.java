package io.imgsrch.operators.query;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.picture.PictureException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Embeds whatever it gets, but for the name of a {@link Reason}: that photo is bad, and why. */
public final class FakeEmbedder implements PhotoEmbedder {
  public volatile @Nullable RuntimeException failure;
  public volatile boolean closed;

  /** Whether photos wait for {@link #release}. */
  public volatile boolean holds;

  private final CompletableFuture<Void> released = new CompletableFuture<>();

  public void release() {
    released.complete(null);
  }

  @Override
  public CompletableFuture<float[]> embed(byte[] photo) {
    var error = failure;
    if (error != null) {
      return CompletableFuture.failedFuture(error);
    }
    var text = new String(photo, StandardCharsets.ISO_8859_1);
    for (var reason : Reason.values()) {
      if (text.equals(reason.name())) {
        return CompletableFuture.failedFuture(new PictureException(reason, reason.meaning()));
      }
    }
    var vector = Samples.unitVector(photo.length);
    return holds
        ? released.thenApply(nothing -> vector)
        : CompletableFuture.completedFuture(vector);
  }

  @Override
  public void close() {
    closed = true;
  }
}
