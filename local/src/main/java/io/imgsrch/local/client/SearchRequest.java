package io.imgsrch.local.client;

import io.imgsrch.config.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search by photo.
 *
 * @param photo the encoded picture
 * @param merchantIds whose offers to search; empty for all
 * @param category what to search; null for all
 * @param topK hits wanted, 1 to 100
 * @param minPositions events that the answer must reflect
 */
public record SearchRequest(
    byte[] photo,
    List<Long> merchantIds,
    @Nullable String category,
    int topK,
    List<Position> minPositions) {

  /** Of whatever is known. */
  public SearchRequest(byte[] photo, List<Long> merchantIds, @Nullable String category, int topK) {
    this(photo, merchantIds, category, topK, List.of());
  }
}
