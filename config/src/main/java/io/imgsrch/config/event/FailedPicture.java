package io.imgsrch.config.event;

/**
 * A picture that could not be had.
 *
 * @param index position in the event's {@code images}, from 0
 * @param reason why
 */
public record FailedPicture(int index, Reason reason) {}
