package io.imgsrch.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ClusterTraining;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.ScalarDotProduct;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorClustersTest {
  private static final int DIMENSION = 4;
  private static final int ENOUGH = 1 << 14;

  @Test
  void theMirrorThatServesGetsClusters() {
    var current = new AtomicReference<@Nullable Mirror>();
    try (var clusters = new MirrorClusters(current::get)) {
      clusters.start();
      for (int i = 0; i < 2; i++) {
        var mirror = mirror();
        current.set(mirror);
        Awaitility.await()
            .untilAsserted(
                () -> {
                  if (mirror.hasNews()) {
                    mirror.publish(1);
                  }
                  assertThat(isClustered(mirror)).isTrue();
                });
      }
    }
  }

  @Test
  void closingEndsItWhateverItIsAt() {
    var mirror = mirror();
    var clusters = new MirrorClusters(() -> mirror);
    clusters.start();
    clusters.close();
    assertThat(isClustered(mirror)).isFalse();
  }

  @Test
  void whoReadsTheTopicsPublishesThemThoughNoRecordComes() {
    var mirror = mirror();
    var training = new ClusterTraining(new ScalarDotProduct());
    assertThat(training.step(mirror, () -> false)).isTrue();
    assertThat(mirror.hasNews()).isTrue();
    var reading = new MirrorReading(consumer(), mirror, () -> {});
    var looks = new AtomicInteger();
    reading.follow(() -> looks.incrementAndGet() > 1);
    assertThat(mirror.hasNews()).isFalse();
    reading.close();
  }

  private static boolean isClustered(Mirror mirror) {
    var search = new ExactSearch(new ScalarDotProduct());
    var all = new AllowedView(search, mirror.view(), Scope.ALL);
    try {
      return all.nearestByClusters(new float[DIMENSION], 1, () -> false).isPresent();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static Mirror mirror() {
    var random = new Random(1);
    var mirror = new Mirror(DIMENSION, 1 << 24);
    for (int i = 0; i < ENOUGH; i++) {
      var vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = random.nextFloat();
      }
      var imagePk = Digest.sha256(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
      mirror.apply(new ImageVector(imagePk, "model", vector, 1, 1, ""));
    }
    mirror.publish(1);
    return mirror;
  }

  private static MockConsumer<byte[], byte[]> consumer() {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    var partition = new TopicPartition("catalog.images", 0);
    var none = new Node[0];
    consumer.updatePartitions(
        partition.topic(),
        List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), none, none)));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }
}
