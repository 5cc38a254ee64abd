package io.imgsrch.local;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.rebuild.KafkaRecordLog;
import io.imgsrch.sinks.milvus.VectorDigests;
import io.imgsrch.sinks.postgres.ArchiveDigests;
import io.imgsrch.sinks.postgres.TableDigests;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The digest of all rows of each table: as it is, and as the topics want it. */
final class StoreDigests {
  private StoreDigests() {}

  static Map<StoredTable, BlockDigest> ofStores(Settings settings) throws Exception {
    var timeout = settings.get(ReconcileOptions.QUERY_TIMEOUT);
    try (var archive = ArchiveDigests.open(settings, Secrets.from(Map.of()), timeout);
        var milvus = VectorDigests.open(settings, Secrets.from(Map.of()), timeout)) {
      return Map.of(
          StoredTable.OFFERS, sumOfBlocks(archive.blocks(TableDigests.OFFERS)),
          StoredTable.BITMAPS, sumOfBlocks(archive.blocks(TableDigests.BITMAPS)),
          StoredTable.IMAGES, sumOfBlocks(archive.blocks(TableDigests.IMAGES)),
          StoredTable.VECTORS, sumOfBlocks(milvus.blocks()));
    }
  }

  static Map<StoredTable, BlockDigest> ofTopics(Settings settings) throws Exception {
    try (var log = KafkaRecordLog.of(settings)) {
      return Map.of(
          StoredTable.OFFERS, replay(log, Topic.OFFERS, StoreDigests::putOffer),
          StoredTable.BITMAPS, replay(log, Topic.BITMAPS, StoreDigests::putBitmap),
          StoredTable.IMAGES, replay(log, Topic.IMAGES, StoreDigests::putImage),
          StoredTable.VECTORS, replay(log, Topic.IMAGES, StoreDigests::putVector));
    }
  }

  /** What a record makes of the rows, each by its digest. */
  @FunctionalInterface
  private interface Effect {
    void apply(ConsumerRecord<byte[], byte[]> item, Map<String, Long> rows) throws IOException;
  }

  private static BlockDigest replay(KafkaRecordLog log, Topic topic, Effect effect)
      throws IOException {
    var rows = new HashMap<String, Long>();
    log.read(log.beginnings(topic), log.ends(topic), item -> effect.apply(item, rows));
    var sum = BlockDigest.EMPTY;
    for (long row : rows.values()) {
      sum = sum.plus(row);
    }
    return sum;
  }

  private static void putOffer(ConsumerRecord<byte[], byte[]> item, Map<String, Long> rows)
      throws IOException {
    var offer = EventJson.read(item.value(), Offer.class);
    rows.put(offer.key(), RowDigest.of(offer));
  }

  private static void putBitmap(ConsumerRecord<byte[], byte[]> item, Map<String, Long> rows)
      throws IOException {
    var bitmap = EventJson.read(item.value(), MerchantBitmap.class);
    rows.put(bitmap.imagePk(), RowDigest.of(bitmap, item.partition(), item.offset()));
  }

  private static void putImage(ConsumerRecord<byte[], byte[]> item, Map<String, Long> rows)
      throws IOException {
    var image = EventJson.read(item.value(), ImageVector.class);
    rows.put(image.imagePk(), RowDigest.of(image));
  }

  /** A purged picture is a row of the archive, and none of Milvus. */
  private static void putVector(ConsumerRecord<byte[], byte[]> item, Map<String, Long> rows)
      throws IOException {
    var image = EventJson.read(item.value(), ImageVector.class);
    if (image.gone()) {
      rows.remove(image.imagePk());
    } else {
      rows.put(
          image.imagePk(), RowDigest.ofVector(image.imagePk(), image.modelId(), image.vector()));
    }
  }

  private static BlockDigest sumOfBlocks(Map<Integer, BlockDigest> blocks) {
    return blocks.values().stream().reduce(BlockDigest.EMPTY, BlockDigest::plus);
  }
}
