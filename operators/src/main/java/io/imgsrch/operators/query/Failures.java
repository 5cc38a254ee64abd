package io.imgsrch.operators.query;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What is behind the wrappers that futures put around an error. */
public final class Failures {
  private Failures() {}

  /** The error itself. */
  public static Throwable unwrapped(Throwable error) {
    var inner = error;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
