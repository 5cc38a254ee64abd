package io.imgsrch.sinks.postgres;

import io.imgsrch.config.ConfigurationException;

/** The archive's tables are of another layout; the message says which, how, and what to do. */
public final class SchemaMismatchException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  SchemaMismatchException(String message) {
    super(message);
  }
}
