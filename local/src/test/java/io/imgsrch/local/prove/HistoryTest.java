package io.imgsrch.local.prove;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final int SIZE = 3_000;
  private static Pictures pictures;

  @BeforeAll
  static void pictures() throws IOException {
    pictures = Pictures.of(Path.of("sample", "images"), 500, "http://127.0.0.1:1/pictures/");
  }

  @Test
  void aSeedGivesTheSameStepsAgain() {
    assertThat(text(steps(7))).isEqualTo(text(steps(7))).isNotEqualTo(text(steps(8)));
  }

  @Test
  void everyKindComesAndNoMoreStepsThanAskedFor() {
    var kinds = EnumSet.noneOf(Step.Kind.class);
    var steps = steps(1);
    steps.forEach(step -> kinds.add(step.kind()));
    assertThat(steps).hasSize(SIZE);
    assertThat(kinds).containsExactlyInAnyOrder(Step.Kind.values());
  }

  @Test
  void copiesOfAPictureAreOtherPictures() {
    assertThat(new HashSet<>(pictures.good())).hasSize(500);
  }

  /** What the log model reads for itself, the jobs must read alike. */
  @Test
  void theModelReadsEveryStepAsTheJobsDo() {
    for (var step : steps(3)) {
      var at = new Position(step.topic().topicName(), 0, 0);
      var reading = LogEvent.read(at, step.value(), pictures::fate);
      var event = reading.event();
      try {
        var revision = revision(step);
        assertThat(event).describedAs(new String(step.value(), UTF_8)).isNotNull();
        assertThat(event.stamp())
            .isEqualTo(new Stamp(revision.version(), revision.rank(), revision.digest()));
        assertThat(event.key()).isEqualTo(step.key());
      } catch (InvalidEventException e) {
        assertThat(reading.refusal()).isEqualTo(e.reason());
      }
    }
  }

  private static Revision revision(Step step) throws InvalidEventException {
    var origin = new Origin(step.topic().topicName(), 0, 0, 0, "");
    return step.topic() == Topic.PRODUCTS
        ? InputEvents.product(step.value(), origin).revision()
        : InputEvents.availability(step.value(), origin).revision();
  }

  private static List<Step> steps(long seed) {
    var steps = new ArrayList<Step>();
    new History(seed, SIZE, pictures).forEachRemaining(steps::add);
    return steps;
  }

  private static String text(List<Step> steps) {
    var text = new StringBuilder();
    steps.forEach(
        step -> text.append(step.key()).append(new String(step.value(), UTF_8)).append('\n'));
    return text.toString();
  }
}
