package io.imgsrch.operators.decode;

import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Origin;
import java.io.Serializable;

/** Makes an event of a record's bytes. */
public interface EventParser<E> extends Serializable {
  /**
   * Parses a value.
   *
   * @throws InvalidEventException if the bytes do not hold the topic's contract
   */
  E parse(byte[] value, Origin origin) throws InvalidEventException;
}
