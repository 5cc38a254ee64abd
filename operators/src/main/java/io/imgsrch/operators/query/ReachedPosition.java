package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/**
 * How far an event is on its way to searches.
 *
 * @param topic its topic
 * @param reached the newest offset of its partition that the job which reads it has behind it; null
 *     if nothing is known
 */
public record ReachedPosition(String topic, int partition, long offset, @Nullable Long reached) {}
