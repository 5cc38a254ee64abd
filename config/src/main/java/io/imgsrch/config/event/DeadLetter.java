package io.imgsrch.config.event;

/**
 * A record of {@code catalog.dead-letters}.
 *
 * @param origin where the event came from
 * @param key the original key, possibly empty
 * @param value the original bytes
 * @param reason stable code
 * @param message for people: what is wrong, where, and what to do
 * @param attempts how often it was tried
 */
public record DeadLetter(
    Origin origin, byte[] key, byte[] value, Reason reason, String message, int attempts) {}
