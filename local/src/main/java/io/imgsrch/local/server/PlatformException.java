package io.imgsrch.local.server;

/**
 * The platform cannot run, for a reason that its user can act on. The message is one or two
 * sentences for that user: what is wrong, where, and what to do.
 */
public final class PlatformException extends RuntimeException {
  public PlatformException(String message) {
    super(message);
  }

  public PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
