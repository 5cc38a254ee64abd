package io.imgsrch.operators.query;

import io.imgsrch.operators.picture.PictureException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Finds the vector of an example, and the pictures near to it; errors become answers. */
final class Vectors {
  private final Backends backends;
  private final int dimension;

  Vectors(Backends backends, int dimension) {
    this.backends = backends;
    this.dimension = dimension;
  }

  CompletableFuture<float[]> of(Example example) {
    if (example instanceof Example.Photo photo) {
      return embed(photo.bytes(), "image");
    }
    if (example instanceof Example.Address address) {
      return photoErrors("image_url", backends.fetcher().fetch(address.url()))
          .thenCompose(bytes -> embed(bytes, "image_url"));
    }
    if (example instanceof Example.Known known) {
      return indexErrors(() -> backends.vectors().vectorOf(known.imagePk()))
          .thenApply(
              vector ->
                  vector.orElseThrow(
                      () ->
                          QueryException.ofField(
                              ErrorCode.IMAGE_NOT_FOUND, "image_pk", "is of no known picture")));
    }
    return CompletableFuture.completedFuture(checked((Example.Vector) example).normalised());
  }

  CompletableFuture<List<ScoredImage>> near(float[] vector, int count) {
    return indexErrors(() -> backends.vectors().search(vector, count));
  }

  private Example.Vector checked(Example.Vector vector) {
    if (vector.values().length != dimension) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "vector",
          "must hold %d numbers, holds %d".formatted(dimension, vector.values().length));
    }
    return vector;
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

  static <T> CompletableFuture<T> indexErrors(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get()
          .exceptionally(
              error -> {
                throw new CompletionException(unavailable(Failures.unwrapped(error)));
              });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(unavailable(e));
    }
  }

  private static QueryException unavailable(Throwable cause) {
    return new QueryException(
        ErrorCode.INDEX_UNAVAILABLE, "the vector store failed or took too long", cause);
  }
}
