package io.imgsrch.operators.query;

import java.util.concurrent.CompletableFuture;

/** Fetches a photo that is given by its address. May be called from any thread. */
public interface PictureFetcher extends AutoCloseable {
  /**
   * Fetches the bytes behind an address.
   *
   * @return fails with {@link BadPhotoException} if they cannot be had
   */
  CompletableFuture<byte[]> fetch(String url);

  @Override
  void close();

  /** One that fetches nothing and says so. */
  static PictureFetcher none() {
    return new PictureFetcher() {
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
