package io.imgsrch.local.client;

/** The platform cannot answer just now, and says so: the same request may be answered later. */
public final class UnavailableException extends ClientException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String message) {
    super(message);
  }
}
