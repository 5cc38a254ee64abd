package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.Reason;

/** A picture that cannot be had, or not now: {@link Reason#passing()} tells. */
public final class PictureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public PictureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The dead letter's reason. */
  public Reason reason() {
    return reason;
  }
}
