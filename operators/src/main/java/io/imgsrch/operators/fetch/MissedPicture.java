package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.Reason;

/**
 * A picture that could not be had.
 *
 * @param index position in the event's {@code images}, from 0
 * @param message what is wrong, for people
 * @param attempts how often it was tried
 */
public record MissedPicture(int index, Reason reason, String message, int attempts) {

  /** The same picture, which was tried before. */
  public MissedPicture after(int earlierAttempts) {
    return new MissedPicture(index, reason, message, earlierAttempts + attempts);
  }
}
