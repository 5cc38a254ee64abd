package io.imgsrch.local.client;

/** The platform did not do what it was asked to; the message is one sentence for people. */
public class ClientException extends Exception {
  private static final long serialVersionUID = 1L;

  public ClientException(String message) {
    super(message);
  }

  public ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
