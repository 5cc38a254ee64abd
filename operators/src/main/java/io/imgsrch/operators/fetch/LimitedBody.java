package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.picture.PictureException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a response body. Gives up at the first byte too many, announced or sent; of an answer
 * that is no picture, what was read till then is enough.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
  private static final int MAX_BYTES_OF_NO_PICTURE = 64 * 1024;

  private final boolean picture;
  private final int maxBytes;
  private final long announced;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /**
   * @param maxPictureBytes of an answer with status 200
   */
  LimitedBody(HttpResponse.ResponseInfo response, int maxPictureBytes) {
    picture = response.statusCode() == 200;
    maxBytes = picture ? maxPictureBytes : MAX_BYTES_OF_NO_PICTURE;
    announced = response.headers().firstValueAsLong("content-length").orElse(-1);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (announced > maxBytes) {
      stop();
      return;
    }
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      if (collected.size() + buffer.remaining() > maxBytes) {
        stop();
        return;
      }
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      collected.writeBytes(bytes);
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    if (picture) {
      body.completeExceptionally(
          new PictureException(
              Reason.PICTURE_TOO_LARGE, "the picture has more than " + maxBytes + " bytes"));
    } else {
      body.complete(collected.toByteArray());
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(collected.toByteArray());
  }
}
