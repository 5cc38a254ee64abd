package io.imgsrch.config.event;

import org.jspecify.annotations.Nullable;

/**
 * A record of {@code catalog.repairs}: a store does not hold what it should, so whoever writes the
 * key is to write its value once more.
 *
 * @param key of the row, as in the table's topic
 * @param image the newest record of a picture; null of other tables, and where there is none: a
 *     repair of {@link StoredTable#IMAGES} then asks for the picture only if it is known
 */
public record Repair(
    StoredTable table, String key, @Nullable ImageVector image, String traceparent) {}
