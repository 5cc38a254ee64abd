package io.imgsrch.operators.query.serve;

/**
 * A change of the catalogue went by.
 *
 * @param topic where
 * @param timestampMillis the broker's append time, milliseconds since the epoch
 */
public record Change(String topic, long timestampMillis) {}
