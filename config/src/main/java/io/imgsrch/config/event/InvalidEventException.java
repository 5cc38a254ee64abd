package io.imgsrch.config.event;

/** An event that does not hold its contract. */
public final class InvalidEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public InvalidEventException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The dead letter's reason. */
  public Reason reason() {
    return reason;
  }
}
