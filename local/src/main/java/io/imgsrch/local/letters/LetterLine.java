package io.imgsrch.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.EventJson;

/**
 * A letter as a line of JSON.
 *
 * @param position what {@code show} takes
 * @param kind {@code transient} or {@code permanent}
 */
public record LetterLine(
    String position,
    String time,
    String reason,
    String kind,
    String sourceTopic,
    int sourcePartition,
    long sourceOffset,
    String key,
    int attempts,
    String message,
    String traceparent) {

  /** The line, without its end. */
  public static String of(Letter letter) {
    var source = letter.source();
    var line =
        new LetterLine(
            letter.place().position(),
            letter.time().toString(),
            letter.reason(),
            letter.kind(),
            source.topic(),
            source.partition(),
            source.offset(),
            letter.key(),
            letter.attempts(),
            letter.message(),
            letter.traceparent());
    return new String(EventJson.write(line), UTF_8);
  }
}
