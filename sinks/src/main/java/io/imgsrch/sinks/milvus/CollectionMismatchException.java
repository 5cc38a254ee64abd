package io.imgsrch.sinks.milvus;

import io.imgsrch.config.ConfigurationException;

/** The collection is of another kind; the message says which, how, and what to do. */
public final class CollectionMismatchException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  CollectionMismatchException(String message) {
    super(message);
  }
}
