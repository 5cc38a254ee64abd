package io.imgsrch.operators.decode;

import io.imgsrch.config.event.Origin;

/**
 * A Kafka record as it arrived.
 *
 * @param eventMillis when the event was appended that the record comes of, milliseconds since the
 *     epoch; {@link io.imgsrch.config.event.EventTime#NONE} if it does not say
 * @param key empty if the record has none
 * @param value empty if the record has none
 */
public record RawRecord(Origin origin, long eventMillis, byte[] key, byte[] value) {}
