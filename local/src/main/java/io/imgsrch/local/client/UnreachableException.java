package io.imgsrch.local.client;

/** A part of the platform does not answer at its address. */
public final class UnreachableException extends ClientException {
  private static final long serialVersionUID = 1L;

  public UnreachableException(String part, Object address, Throwable cause) {
    super(
        "cannot reach %s at %s; start the platform with './imgsrch up', or name another address"
            .formatted(part, address),
        cause);
  }
}
