package io.imgsrch.local.letters;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.client.ClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What {@code catalog.dead-letters} holds. For one thread. */
public final class LetterBox implements AutoCloseable {
  private static final Comparator<Letter> BY_TIME =
      Comparator.comparing(Letter::time)
          .thenComparing(letter -> letter.place().partition())
          .thenComparing(letter -> letter.place().offset());

  private final TopicLog log;

  LetterBox(TopicLog log) {
    this.log = log;
  }

  /**
   * The letters of a cluster, which is not contacted yet.
   *
   * @param address host:port, comma-separated
   * @param settings how Kafka is reached otherwise
   */
  public static LetterBox at(String address, Settings settings) throws ClientException {
    return new LetterBox(
        new TopicLog(
            address, settings.with(KafkaOptions.BOOTSTRAP_SERVERS, address, "command line")));
  }

  /** Takes a letter and the record that it is. */
  interface Visitor {
    void visit(Letter letter, ConsumerRecord<byte[], byte[]> item) throws ClientException;
  }

  /**
   * Some letters out of many.
   *
   * @param newest the last ones that match, the oldest first
   * @param matching how many match
   * @param all how many there are, of those since the filter's time
   * @param foreign records that are no dead letters
   */
  public record Listed(List<Letter> newest, long matching, long all, long foreign) {}

  /** The newest letters that match, so many at the most. */
  public Listed list(LetterFilter filter, int limit) throws ClientException {
    var newest = new PriorityQueue<Letter>(BY_TIME);
    var all = new long[1];
    var matching = new long[1];
    long foreign =
        visit(
            new LetterFilter(List.of(), filter.since()),
            (letter, item) -> {
              all[0]++;
              if (filter.matches(letter)) {
                matching[0]++;
                newest.add(letter);
                if (newest.size() > limit) {
                  newest.remove();
                }
              }
            });
    var sorted = new ArrayList<>(newest);
    sorted.sort(BY_TIME);
    return new Listed(sorted, matching[0], all[0], foreign);
  }

  /** A letter and the record that it is. */
  public record Opened(Letter letter, ConsumerRecord<byte[], byte[]> item) {}

  /**
   * The letter at a place, or all letters of the event at a place.
   *
   * @throws ClientException if there is none
   */
  public List<Opened> open(Place place) throws ClientException {
    var found = new ArrayList<Opened>();
    if (place.isLetter()) {
      var item = log.at(place);
      item.flatMap(Letter::of).ifPresent(letter -> found.add(new Opened(letter, item.get())));
    } else {
      visit(
          LetterFilter.ALL,
          (letter, item) -> {
            if (letter.source().equals(place)) {
              found.add(new Opened(letter, item));
            }
          });
    }
    if (found.isEmpty()) {
      throw new ClientException(
          place.isLetter()
              ? "there is no dead letter at " + place.position()
              : "there is no dead letter of the event at " + place);
    }
    return found;
  }

  /** Visits all letters that match; returns how many records are no dead letters. */
  long visit(LetterFilter filter, Visitor visitor) throws ClientException {
    var partitions = log.partitions(Topic.DEAD_LETTERS.topicName());
    var since = filter.since();
    var from = since == null ? log.beginnings(partitions) : log.since(partitions, since);
    var foreign = new long[1];
    log.read(
        from,
        item -> {
          Optional<Letter> letter = Letter.of(item);
          if (letter.isEmpty()) {
            foreign[0]++;
          } else if (filter.matches(letter.get())) {
            visitor.visit(letter.get(), item);
          }
        });
    return foreign[0];
  }

  /** The log that the letters are in, and their sources. */
  TopicLog log() {
    return log;
  }

  @Override
  public void close() {
    log.close();
  }
}
