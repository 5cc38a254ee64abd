package io.imgsrch.operators.picture;

import io.imgsrch.config.event.Reason;

/**
 * A picture that cannot be had or read; {@link Reason#passing()} tells whether it may be, later.
 */
public final class PictureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public PictureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public PictureException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static PictureException broken(String message) {
    return new PictureException(Reason.BROKEN_PICTURE, message);
  }

  static PictureException unsupported(String what) {
    return new PictureException(
        Reason.UNSUPPORTED_FORMAT,
        "The picture is " + what + "; send it as JPEG, PNG, GIF, WebP or BMP.");
  }

  /** The dead letter's reason. */
  public Reason reason() {
    return reason;
  }
}
