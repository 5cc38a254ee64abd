package io.imgsrch.operators.registry;

import static io.imgsrch.operators.Events.imagePk;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.RegistryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.embed.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;

/** What tests of the registry have in common. */
final class Registries {
  static final Duration RETENTION = Duration.ofDays(30);

  private Registries() {}

  static KeyedTwoInputStreamOperatorTestHarness<String, ImageReference, Decision, ImageVector>
      harness() throws Exception {
    return harness(Duration.ZERO);
  }

  /** One that is patient with the topic for so long; that is not compared if it is zero. */
  static KeyedTwoInputStreamOperatorTestHarness<String, ImageReference, Decision, ImageVector>
      harness(Duration patience) throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
        new Registry(settings(patience)), ImageReference::imagePk, Decision::imagePk, Types.STRING);
  }

  private static Settings settings(Duration patience) {
    return Settings.of(List.of())
        .with(RegistryOptions.RETENTION, Long.toString(RETENTION.toSeconds()), "test")
        .with(ReconcileOptions.TOPIC_PATIENCE, Long.toString(patience.toMillis()), "test");
  }

  static long days(int days) {
    return Duration.ofDays(days).toMillis();
  }

  static Decision published(String picture) {
    return Decision.of(vector(picture));
  }

  static Decision purged(String picture) {
    return Decision.of(ImageVector.purged(imagePk(picture), "trace"));
  }

  static ImageVector vector(String picture) {
    return new ImageVector(imagePk(picture), "model", new float[] {1}, 2, 3, "trace");
  }

  static Decision repair(String picture, @Nullable ImageVector image) {
    return Decision.of(new Repair(StoredTable.VECTORS, imagePk(picture), image, "trace"));
  }

  /** The archive had it, and no record tells of it. */
  static Decision recall(String picture) {
    return Decision.of(new Repair(StoredTable.IMAGES, imagePk(picture), null, "trace"));
  }

  static Decision good(String picture) {
    return Decision.of(new Verdict(imagePk(picture), vector(picture), null, ""));
  }

  static Decision bad(String picture) {
    return Decision.of(new Verdict(imagePk(picture), null, Reason.BROKEN_PICTURE, "cut short"));
  }

  static List<DeadLetter> letters(
      KeyedTwoInputStreamOperatorTestHarness<String, ImageReference, Decision, ImageVector>
          harness) {
    var letters = new ArrayList<DeadLetter>();
    var records = harness.getSideOutput(DeadLetters.TAG);
    if (records != null) {
      records.forEach(record -> letters.add(record.getValue()));
    }
    return letters;
  }
}
