package io.imgsrch.operators.query;

import io.imgsrch.config.event.Reason;

/** A photo that cannot be had or read, whoever tries. */
public final class BadPhotoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public BadPhotoException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
