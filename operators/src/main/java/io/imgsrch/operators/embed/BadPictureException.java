package io.imgsrch.operators.embed;

/** A file that gives no vector, now or later: sending the same bytes again changes nothing. */
public final class BadPictureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Stable codes: they stand in dead letters and HTTP answers. */
  public enum Reason {
    /** The first bytes belong to no picture format. */
    NOT_AN_IMAGE,
    /** A picture, but of a format or a variant that is not read here. */
    UNSUPPORTED_FORMAT,
    /** More pixels than allowed, by the file's own header. */
    TOO_MANY_PIXELS,
    /** Cut off or damaged. */
    BROKEN_PICTURE
  }

  private final Reason reason;

  public BadPictureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public BadPictureException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static BadPictureException broken(String message) {
    return new BadPictureException(Reason.BROKEN_PICTURE, message);
  }

  static BadPictureException unsupported(String what) {
    return new BadPictureException(
        Reason.UNSUPPORTED_FORMAT,
        "The picture is " + what + "; send it as JPEG, PNG, GIF, WebP or BMP.");
  }

  public Reason reason() {
    return reason;
  }
}
