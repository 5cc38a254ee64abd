package io.imgsrch.operators.query.state;

/** A read of the state that gave no answer. */
public final class StateReadException extends Exception {
  private static final long serialVersionUID = 1L;

  StateReadException(String message) {
    super(message);
  }

  StateReadException(String message, Throwable cause) {
    super(message, cause);
  }
}
