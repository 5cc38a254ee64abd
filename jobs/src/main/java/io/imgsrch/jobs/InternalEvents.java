package io.imgsrch.jobs;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.decode.EventParser;
import java.io.IOException;

/** Reads what our own jobs wrote. */
final class InternalEvents {
  private InternalEvents() {}

  static <E extends Record> EventParser<E> of(Class<E> type) {
    return (value, origin) -> read(value, type);
  }

  static <E extends Record> E read(byte[] value, Class<E> type) throws InvalidEventException {
    try {
      return EventJson.read(value, type);
    } catch (IOException e) {
      throw new InvalidEventException(
          Reason.NOT_JSON, "no " + type.getSimpleName() + ": " + e.getMessage());
    }
  }
}
