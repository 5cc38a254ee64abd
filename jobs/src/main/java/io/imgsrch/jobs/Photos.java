package io.imgsrch.jobs;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.fetch.HttpPictures;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.query.BadPhotoException;
import io.imgsrch.operators.query.EmbedderPool;
import io.imgsrch.operators.query.PhotoEmbedder;
import io.imgsrch.operators.query.PictureFetcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Photos go the way of the catalogue's pictures: the same hosts, the same checks, the same model.
 */
final class Photos {
  private Photos() {}

  static PhotoEmbedder embedder(Settings settings) {
    var pictures = new PictureEmbedder(settings);
    var model =
        new EmbedderPool.Model() {
          @Override
          public float[] embed(byte[] photo) throws BadPhotoException {
            try {
              return pictures.embed(photo).vector();
            } catch (PictureException e) {
              throw new BadPhotoException(e.reason(), String.valueOf(e.getMessage()));
            }
          }

          @Override
          public void close() {
            pictures.close();
          }
        };
    return new EmbedderPool(
        model, settings.get(QueryOptions.EMBED_THREADS), settings.get(QueryOptions.MAX_QUEUED));
  }

  static PictureFetcher fetcher(Settings settings) {
    var http = new HttpPictures(settings);
    return new PictureFetcher() {
      @Override
      public CompletableFuture<byte[]> fetch(String url) {
        return http.get(url, Traceparent.create()).exceptionallyCompose(Photos::badPhoto);
      }

      /** The JDK's HTTP client ends its threads by itself once nobody refers to it. */
      @Override
      public void close() {}
    };
  }

  private static CompletableFuture<byte[]> badPhoto(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    var reason =
        cause instanceof PictureException known ? known.reason() : Reason.PICTURE_UNREACHABLE;
    return CompletableFuture.failedFuture(
        new BadPhotoException(reason, String.valueOf(cause.getMessage())));
  }
}
