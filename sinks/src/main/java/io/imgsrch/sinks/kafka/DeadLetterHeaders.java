package io.imgsrch.sinks.kafka;

import io.imgsrch.config.trace.Traceparent;

/** Names of the headers of {@code catalog.dead-letters}; all values are UTF-8 texts. */
public final class DeadLetterHeaders {
  public static final String REASON = "reason";
  public static final String MESSAGE = "message";
  public static final String SOURCE_TOPIC = "source_topic";
  public static final String SOURCE_PARTITION = "source_partition";
  public static final String SOURCE_OFFSET = "source_offset";
  public static final String TIME = "time";
  public static final String ATTEMPTS = "attempts";
  public static final String TRACEPARENT = Traceparent.HEADER;

  /** Length of the original value in bytes; only there if the value had to be cut. */
  public static final String ORIGINAL_LENGTH = "original_length";

  /** Length of the original key in bytes; only there if the key had to be cut. */
  public static final String ORIGINAL_KEY_LENGTH = "original_key_length";

  private DeadLetterHeaders() {}
}
