package io.imgsrch.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Reason;
import io.imgsrch.sinks.kafka.DeadLetterHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dead letter, without its value.
 *
 * @param time when it was written
 * @param reason a {@link Reason}, unless a newer platform wrote it
 * @param source the event that failed, or a picture of it
 * @param attempts at this event; those before a replay are not among them
 * @param whole whether it holds the event's key and value uncut
 */
public record Letter(
    Place place,
    Instant time,
    String reason,
    String message,
    Place source,
    String key,
    int attempts,
    String traceparent,
    boolean whole) {

  /** Empty if the record is no dead letter: if it lacks a header that each of them has. */
  static Optional<Letter> of(ConsumerRecord<byte[], byte[]> record) {
    var reason = header(record, DeadLetterHeaders.REASON);
    var topic = header(record, DeadLetterHeaders.SOURCE_TOPIC);
    var traceparent = header(record, DeadLetterHeaders.TRACEPARENT);
    if (reason == null || topic == null || traceparent == null) {
      return Optional.empty();
    }
    try {
      var source =
          new Place(
              topic,
              Integer.parseInt(header(record, DeadLetterHeaders.SOURCE_PARTITION)),
              Long.parseLong(header(record, DeadLetterHeaders.SOURCE_OFFSET)));
      var message = header(record, DeadLetterHeaders.MESSAGE);
      return Optional.of(
          new Letter(
              Place.of(record),
              Instant.ofEpochMilli(record.timestamp()),
              reason,
              message == null ? "" : message,
              source,
              record.key() == null ? "" : new String(record.key(), UTF_8),
              Integer.parseInt(header(record, DeadLetterHeaders.ATTEMPTS)),
              traceparent,
              header(record, DeadLetterHeaders.ORIGINAL_LENGTH) == null
                  && header(record, DeadLetterHeaders.ORIGINAL_KEY_LENGTH) == null));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The reason, if this platform knows it. */
  public Optional<Reason> knownReason() {
    return Arrays.stream(Reason.values()).filter(known -> known.name().equals(reason)).findFirst();
  }

  /** Whether a later attempt may succeed without anybody's doing. */
  public boolean passing() {
    return knownReason().map(Reason::passing).orElse(false);
  }

  /** {@code transient} or {@code permanent}. */
  public String kind() {
    return passing() ? "transient" : "permanent";
  }

  /** The last header of a name as text, null if there is none. */
  static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
