package io.imgsrch.operators.query.state;

import org.jspecify.annotations.Nullable;

/** A read of the state that gave no answer. */
public final class StateReadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean stateUnknown;

  StateReadException(String message) {
    super(message);
    stateUnknown = false;
  }

  StateReadException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  StateReadException(String message, @Nullable Throwable cause, boolean stateUnknown) {
    super(message, cause);
    this.stateUnknown = stateUnknown;
  }

  /** Whether the job runs, and has no state of this name. */
  boolean isStateUnknown() {
    return stateUnknown;
  }
}
