package io.imgsrch.operators.query;

import io.imgsrch.operators.registry.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Which pictures will never be searchable, and why. */
final class BadPictures {
  private final PictureStandings standings;

  BadPictures(PictureStandings standings) {
    this.standings = standings;
  }

  /**
   * The bad ones of the pictures of one product, by image_pk. One that cannot be read is not among
   * them: it may yet become searchable.
   *
   * @param traceId of the request; in the line that is logged if reads fail
   * @return never fails
   */
  CompletableFuture<Map<String, ProductView.Failure>> among(List<String> imagePks, String traceId) {
    if (imagePks.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    var reads = new Reads(imagePks.size(), imagePks.size(), () -> false);
    return reads
        .<String, Optional<Standing>>all(imagePks, standings::standing)
        .thenApply(
            results -> {
              var bad = new HashMap<String, ProductView.Failure>();
              for (var result : results) {
                var standing = result.value();
                if (reads.succeeded(result) && standing != null) {
                  standing
                      .flatMap(BadPictures::failure)
                      .ifPresent(failure -> bad.put(result.key(), failure));
                }
              }
              TraceContext.run(traceId, reads::report);
              return bad;
            });
  }

  private static Optional<ProductView.Failure> failure(Standing standing) {
    return Optional.ofNullable(standing.reason())
        .map(reason -> new ProductView.Failure(reason, standing.message()));
  }
}
