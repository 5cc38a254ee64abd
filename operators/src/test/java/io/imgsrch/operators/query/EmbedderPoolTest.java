package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.picture.PictureException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EmbedderPoolTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final byte[] PHOTO = new byte[10];

  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final EmbedderPool.Model waiting =
      model(
          photo -> {
            mayGoOn.await();
            return Samples.unitVector(photo.length);
          });

  @Test
  void embedsAndPassesOnWhyAPhotoIsBad() {
    try (var pool =
        new EmbedderPool(
            model(
                photo -> {
                  if (photo.length == 1) {
                    throw new PictureException(Reason.NOT_AN_IMAGE, "one byte");
                  }
                  return Samples.unitVector(photo.length);
                }),
            2,
            4)) {
      assertThat(pool.embed(PHOTO)).succeedsWithin(LONG).isEqualTo(Samples.unitVector(10));
      assertThat(pool.embed(new byte[1]))
          .failsWithin(LONG)
          .withThrowableThat()
          .withCauseInstanceOf(PictureException.class);
    }
    assertThat(closed).isTrue();
  }

  @Test
  void refusesWhatCannotWait() {
    try (var pool = new EmbedderPool(waiting, 1, 1)) {
      var first = pool.embed(PHOTO);
      var second = pool.embed(PHOTO);

      assertOverloaded(pool.embed(PHOTO));
      mayGoOn.countDown();
      assertThat(first).succeedsWithin(LONG);
      assertThat(second).succeedsWithin(LONG);
      assertThat(pool.embed(PHOTO)).succeedsWithin(LONG);
    }
  }

  @Test
  void refusesWhatMemoryCannotHold() {
    try (var pool = new EmbedderPool(waiting, 1, 100)) {
      var large = new byte[(int) EmbedderPool.MAX_BYTES];
      var first = pool.embed(large);

      assertOverloaded(pool.embed(PHOTO));
      mayGoOn.countDown();
      assertThat(first).succeedsWithin(LONG);
      assertThat(pool.embed(PHOTO)).succeedsWithin(LONG);
    }
  }

  private static void assertOverloaded(CompletableFuture<float[]> embedding) {
    assertThat(embedding)
        .failsWithin(LONG)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
  }

  private interface Embedding {
    float[] of(byte[] photo) throws PictureException, InterruptedException;
  }

  private EmbedderPool.Model model(Embedding embedding) {
    return new EmbedderPool.Model() {
      @Override
      public float[] embed(byte[] photo) throws PictureException {
        try {
          return embedding.of(photo);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }
}
