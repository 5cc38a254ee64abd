package io.imgsrch.local.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search by photo.
 *
 * @param photo the encoded picture
 * @param merchantIds whose offers to search; empty for all
 * @param category what to search; null for all
 * @param topK hits wanted, 1 to 100
 */
public record SearchRequest(
    byte[] photo, List<Long> merchantIds, @Nullable String category, int topK) {}
