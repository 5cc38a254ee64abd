package io.imgsrch.local.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.DeadLetterHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The last value of each key of the topics that the jobs write, and all dead letters. */
final class TopicsView implements AutoCloseable {
  final Map<String, OfferFacts> listings = new TreeMap<>();
  final Map<String, OfferFacts> offers = new TreeMap<>();
  final Map<String, ImageVector> images = new TreeMap<>();
  final Map<String, Set<Long>> bitmaps = new TreeMap<>();

  /** Reasons by the position of the event; a replay may have written a letter twice. */
  final Map<Position, Set<String>> letters = new HashMap<>();

  private final List<TopicTail> tails = new ArrayList<>();

  TopicsView(Settings settings) {
    tail(settings, Topic.LISTINGS, r -> listings.put(key(r), facts(read(r, Listing.class))));
    tail(settings, Topic.OFFERS, r -> offers.put(key(r), facts(read(r, Offer.class))));
    tail(settings, Topic.IMAGES, r -> images.put(key(r), read(r, ImageVector.class)));
    tail(
        settings,
        Topic.BITMAPS,
        r -> bitmaps.put(key(r), Bitmaps.merchants(read(r, MerchantBitmap.class).merchants())));
    tail(
        settings,
        Topic.DEAD_LETTERS,
        r ->
            letters
                .computeIfAbsent(source(r), at -> new TreeSet<>())
                .add(header(r, DeadLetterHeaders.REASON)));
  }

  private void tail(Settings settings, Topic topic, TopicTail.Reader reader) {
    tails.add(new TopicTail(settings, topic, reader));
  }

  /** Reads all topics to their ends. */
  void read() throws IOException {
    for (var tail : tails) {
      tail.read();
    }
  }

  static OfferFacts facts(Listing listing) {
    return new OfferFacts(
        stamp(listing.revision()),
        null,
        listing.details(),
        listing.imagePks(),
        listing.fetching(),
        listing.failedPictures());
  }

  static OfferFacts facts(Offer offer) {
    return new OfferFacts(
        stamp(offer.content()),
        offer.availability() == null ? null : stamp(offer.availability()),
        offer.details(),
        offer.imagePks(),
        offer.fetching(),
        offer.failedPictures());
  }

  private static Stamp stamp(Revision revision) {
    return new Stamp(revision.version(), revision.rank(), revision.digest());
  }

  private static <T extends Record> T read(ConsumerRecord<byte[], byte[]> record, Class<T> type)
      throws IOException {
    return EventJson.read(record.value(), type);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  private static Position source(ConsumerRecord<byte[], byte[]> record) {
    return new Position(
        header(record, DeadLetterHeaders.SOURCE_TOPIC),
        Integer.parseInt(header(record, DeadLetterHeaders.SOURCE_PARTITION)),
        Long.parseLong(header(record, DeadLetterHeaders.SOURCE_OFFSET)));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    tails.forEach(TopicTail::close);
  }
}
