package io.imgsrch.config.event;

/**
 * Where an event came from.
 *
 * @param topic source topic
 * @param partition source partition
 * @param offset source offset
 * @param timestampMillis the broker's append time, milliseconds since the epoch
 * @param traceparent W3C trace context of the event
 */
public record Origin(
    String topic, int partition, long offset, long timestampMillis, String traceparent) {}
