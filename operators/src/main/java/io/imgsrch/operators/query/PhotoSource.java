package io.imgsrch.operators.query;

import io.imgsrch.operators.picture.PictureException;
import java.util.concurrent.CompletableFuture;

/** Where photos come from that are given by their address. May be called from any thread. */
public interface PhotoSource extends AutoCloseable {
  /**
   * Fetches the bytes behind an address.
   *
   * @return fails with {@link PictureException} if they cannot be had
   */
  CompletableFuture<byte[]> fetch(String url);

  @Override
  void close();

  /** One that fetches nothing and says so. */
  static PhotoSource none() {
    return new PhotoSource() {
      @Override
      public CompletableFuture<byte[]> fetch(String url) {
        return CompletableFuture.failedFuture(
            QueryException.ofField(
                ErrorCode.IMAGE_URL_UNSUPPORTED, "image_url", "is not supported: send the bytes"));
      }

      @Override
      public void close() {}
    };
  }
}
