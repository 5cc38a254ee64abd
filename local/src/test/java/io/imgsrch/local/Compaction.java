package io.imgsrch.local;

import io.imgsrch.config.event.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Makes Kafka compact at once what it would compact in days: all but the last segment of a
 * partition, and a segment ends with the next record.
 */
final class Compaction {
  private static final List<Topic> COMPACTED =
      List.of(Topic.LISTINGS, Topic.IMAGES, Topic.OFFERS, Topic.BITMAPS);
  private static final Map<String, String> AT_ONCE =
      Map.of("segment.ms", "1", "min.cleanable.dirty.ratio", "0", "min.compaction.lag.ms", "0");
  private static final Map<String, String> CLEANER = Map.of("log.cleaner.backoff.ms", "200");

  private Compaction() {}

  static void hasten(int kafkaPort) throws Exception {
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    for (var topic : COMPACTED) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), operations(AT_ONCE));
    }
    // For all brokers.
    changes.put(new ConfigResource(ConfigResource.Type.BROKER, ""), operations(CLEANER));
    try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort))) {
      admin.incrementalAlterConfigs(changes).all().get(30, TimeUnit.SECONDS);
    }
  }

  private static Collection<AlterConfigOp> operations(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
        .toList();
  }
}
