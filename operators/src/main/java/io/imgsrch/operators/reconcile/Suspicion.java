package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.StoredTable;
import java.util.Map;

/**
 * A block that does not hold what is expected, or not yet.
 *
 * @param round of the look that found it
 * @param positions from before the look
 * @param rows that are expected, by key
 */
public record Suspicion(
    StoredTable table, int block, long round, Positions positions, Map<String, Expectation> rows) {}
