package io.imgsrch.operators.query;

import io.imgsrch.operators.picture.PictureException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds the vector of an example; errors become answers. */
final class Vectors {
  private final Backends backends;
  private final StoreCalls calls;
  private final int dimension;

  Vectors(Backends backends, StoreCalls calls, int dimension) {
    this.backends = backends;
    this.calls = calls;
    this.dimension = dimension;
  }

  /**
   * The example, if a look at it shows that it can be used.
   *
   * @throws QueryException for a vector of another dimension
   */
  Example checked(Example example) {
    if (example instanceof Example.Vector vector && vector.values().length != dimension) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "vector",
          "must hold %d numbers, holds %d".formatted(dimension, vector.values().length));
    }
    return example;
  }

  /** Its vector; of an example that was {@link #checked}. */
  CompletableFuture<float[]> of(Example example) {
    if (example instanceof Example.Photo photo) {
      return embed(photo.bytes(), "image");
    }
    if (example instanceof Example.Address address) {
      return photoErrors("image_url", backends.fetcher().fetch(address.url()))
          .thenCompose(bytes -> embed(bytes, "image_url"));
    }
    if (example instanceof Example.Known known) {
      return known(known.imagePk())
          .thenApply(
              vector ->
                  vector.orElseThrow(
                      () ->
                          QueryException.ofField(
                              ErrorCode.IMAGE_NOT_FOUND, "image_pk", "is of no known picture")));
    }
    return CompletableFuture.completedFuture(((Example.Vector) example).normalised());
  }

  /** From memory if the store fails: it is the same vector but for its last digits. */
  private CompletableFuture<Optional<float[]>> known(String imagePk) {
    return calls
        .make(() -> backends.vectors().vectorOf(imagePk))
        .exceptionallyCompose(
            error -> {
              var kept = backends.mirror().vectorOf(imagePk);
              return kept.isPresent()
                  ? CompletableFuture.completedFuture(kept)
                  : CompletableFuture.failedFuture(error);
            });
  }

  private CompletableFuture<float[]> embed(byte[] photo, String field) {
    return photoErrors(field, backends.embedder().embed(photo));
  }

  private static <T> CompletableFuture<T> photoErrors(String field, CompletableFuture<T> result) {
    return result.exceptionallyCompose(
        error -> {
          var cause = Failures.unwrapped(error);
          return CompletableFuture.failedFuture(
              cause instanceof PictureException bad
                  ? QueryException.ofField(
                      ErrorCode.of(bad.reason()), field, "cannot be used: " + bad.getMessage())
                  : cause);
        });
  }
}
