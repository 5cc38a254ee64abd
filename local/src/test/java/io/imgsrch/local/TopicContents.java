package io.imgsrch.local;

import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the newest records of a topic say, by digests without their traces; 0 of a tombstone. */
final class TopicContents {
  static final List<Topic> TOPICS = List.of(Topic.OFFERS, Topic.BITMAPS, Topic.IMAGES);

  private TopicContents() {}

  static Map<Topic, Map<String, Long>> read(int kafkaPort) throws IOException {
    var contents = new EnumMap<Topic, Map<String, Long>>(Topic.class);
    for (var topic : TOPICS) {
      var rows = new TreeMap<String, Long>();
      for (var record : TopicRecords.newest(kafkaPort, topic).entrySet()) {
        var value = record.getValue().value();
        rows.put(record.getKey(), value == null ? 0 : digest(topic, value));
      }
      contents.put(topic, rows);
    }
    return contents;
  }

  private static long digest(Topic topic, byte[] value) throws IOException {
    return switch (topic) {
      case OFFERS -> RowDigest.of(EventJson.read(value, Offer.class));
      case IMAGES -> RowDigest.of(EventJson.read(value, ImageVector.class));
      case BITMAPS -> {
        var bitmap = EventJson.read(value, MerchantBitmap.class);
        yield RowDigest.ofMerchants(bitmap.imagePk(), bitmap.merchants());
      }
      default -> throw new IllegalArgumentException(topic + " has no rows");
    };
  }
}
