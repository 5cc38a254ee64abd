package io.imgsrch.jobs;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.fetch.HttpPictures;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.query.EmbedderPool;
import io.imgsrch.operators.query.PhotoEmbedder;
import io.imgsrch.operators.query.PhotoSource;
import java.util.concurrent.CompletableFuture;

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
          public float[] embed(byte[] photo) throws PictureException {
            return pictures.embed(photo).vector();
          }

          @Override
          public void close() {
            pictures.close();
          }
        };
    return new EmbedderPool(
        model, settings.get(QueryOptions.EMBED_THREADS), settings.get(QueryOptions.MAX_QUEUED));
  }

  static PhotoSource fetcher(Settings settings) {
    var http = new HttpPictures(settings);
    return new PhotoSource() {
      @Override
      public CompletableFuture<byte[]> fetch(String url) {
        return http.get(url, Traceparent.create());
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }
}
