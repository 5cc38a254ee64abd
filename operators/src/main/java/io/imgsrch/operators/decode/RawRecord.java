package io.imgsrch.operators.decode;

import io.imgsrch.config.event.Origin;

/**
 * A Kafka record as it arrived.
 *
 * @param key empty if the record has none
 * @param value empty if the record has none
 */
public record RawRecord(Origin origin, byte[] key, byte[] value) {}
