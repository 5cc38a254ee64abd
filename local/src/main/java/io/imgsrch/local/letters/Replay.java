package io.imgsrch.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of dead letters to their topics again: the original bytes, under the original
 * key, into the original partition. An equal version is accepted again and an older one superseded,
 * so a replay never takes anything back; one that fails again is a dead letter of its own.
 */
public final class Replay implements AutoCloseable {
  private static final Set<String> SOURCES =
      Set.of(Topic.PRODUCTS.topicName(), Topic.AVAILABILITY.topicName());
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LetterBox letters;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private Replay(LetterBox letters, Producer<byte[], byte[]> producer) {
    this.letters = letters;
    this.producer = producer;
  }

  /** For a cluster; see {@link LetterBox#at}. */
  public static Replay at(String address, Settings settings) throws ClientException {
    var letters = LetterBox.at(address, settings);
    var properties =
        KafkaClients.producer(
            settings.with(KafkaOptions.BOOTSTRAP_SERVERS, address, "command line"));
    return new Replay(
        letters,
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Replays the events of the letters that match, each once, however many letters it has.
   *
   * @param filter without a reason, only letters of a transient kind are meant
   * @param again whether also what was replayed before
   * @throws ClientException if Kafka did not acknowledge all of them
   */
  public ReplayReport run(LetterFilter filter, boolean again) throws ClientException {
    var first = new LinkedHashMap<Place, Letter>();
    SortedMap<String, Long> permanent = new TreeMap<>();
    var meant = new AtomicLong();
    var foreign = new AtomicLong();
    foreign.addAndGet(
        letters.visit(
            filter,
            (letter, item) -> {
              if (!SOURCES.contains(letter.source().topic())) {
                foreign.incrementAndGet();
              } else if (filter.reasons().isEmpty() && !letter.passing()) {
                permanent.merge(letter.reason(), 1L, Long::sum);
              } else {
                meant.incrementAndGet();
                first.putIfAbsent(letter.source(), letter);
              }
            }));
    long events = first.size();
    var history = ReplayHistory.read(letters.log(), first.keySet());
    if (!again) {
      first.keySet().removeIf(history::wasReplayed);
    }
    long before = events - first.size();
    int toSend = first.size();
    send(first, new LetterFilter(List.of(), filter.since()), history);
    return new ReplayReport(
        meant.get(),
        events,
        acknowledged.get(),
        before,
        toSend - acknowledged.get(),
        permanent,
        foreign.get());
  }

  /** The letters are read once more, so that no more than a few values are in memory. */
  private void send(Map<Place, Letter> chosen, LetterFilter filter, ReplayHistory history)
      throws ClientException {
    if (chosen.isEmpty()) {
      return;
    }
    var places = new HashSet<Place>();
    var cut = new HashSet<Letter>();
    for (var letter : chosen.values()) {
      if (letter.whole()) {
        places.add(letter.place());
      } else {
        cut.add(letter);
      }
    }
    letters.visit(
        filter,
        (letter, item) -> {
          if (places.contains(letter.place())) {
            send(letter, item, history);
          }
        });
    for (var letter : cut) {
      var source = letters.log().at(letter.source());
      if (source.isPresent()) {
        send(letter, source.get(), history);
      }
    }
    producer.flush();
    throwIfFailed();
  }

  private void send(Letter letter, ConsumerRecord<byte[], byte[]> item, ReplayHistory history)
      throws ClientException {
    throwIfFailed();
    var source = letter.source();
    var key = item.key() == null || item.key().length == 0 ? null : item.key();
    var replay = new ProducerRecord<>(source.topic(), source.partition(), key, item.value());
    int attempts = letter.attempts() + history.attemptsBefore(source);
    replay.headers().add(ReplayHeaders.REPLAY_OF, source.position().getBytes(UTF_8));
    replay.headers().add(ReplayHeaders.ATTEMPTS, Integer.toString(attempts).getBytes(UTF_8));
    replay.headers().add(Traceparent.HEADER, letter.traceparent().getBytes(UTF_8));
    try {
      var unused =
          producer.send(
              replay,
              (metadata, exception) -> {
                if (exception == null) {
                  acknowledged.incrementAndGet();
                } else {
                  failure.compareAndSet(null, exception);
                }
              });
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
      throwIfFailed();
    }
  }

  private void throwIfFailed() throws ClientException {
    var cause = failure.get();
    if (cause != null) {
      throw new ClientException(
          "Kafka acknowledged %d events, then failed: %s; what was acknowledged counts as replayed"
              .formatted(acknowledged.get(), cause.getMessage()),
          cause);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    letters.close();
  }
}
