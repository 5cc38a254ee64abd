package io.imgsrch.operators.query;

import io.imgsrch.operators.picture.PictureException;
import java.util.concurrent.CompletableFuture;

/** Turns a photo into a vector. May be called from any thread and blocks none. */
public interface PhotoEmbedder extends AutoCloseable {
  /**
   * Embeds an encoded picture, such as a JPEG.
   *
   * @return an L2-normalised vector; fails with {@link PictureException} for bytes that are no
   *     readable picture, with {@link QueryException} {@link ErrorCode#OVERLOADED} when too many
   *     wait
   */
  CompletableFuture<float[]> embed(byte[] photo);

  @Override
  void close();
}
