package io.imgsrch.sinks.batch;

import org.jspecify.annotations.Nullable;

/**
 * What became of a batch.
 *
 * @param attempts made, the last one included
 * @param millis from the first attempt to the end of the last
 * @param failure of the last attempt; null if the store took the batch
 */
record Outcome(int attempts, long millis, @Nullable Throwable failure) {}
