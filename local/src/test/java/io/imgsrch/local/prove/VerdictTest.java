package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Lie LOST = new Lie(Lie.Kind.LOST, "Milvus", "ab", "a row", "nothing");

  @Test
  void oneLieBreaksAPromise() {
    assertThat(verdict(List.of()).holds()).isTrue();
    assertThat(verdict(List.of(LOST)).holds()).isFalse();
    assertThat(verdict(List.of(LOST)).count(Lie.Kind.LOST)).isEqualTo(1);
    assertThat(verdict(List.of(LOST)).count(Lie.Kind.STALE)).isZero();
  }

  @Test
  void itNamesStoreKeyExpectedAndFound() {
    var out = new StringWriter();
    verdict(List.of(LOST)).print(new PrintWriter(out));
    assertThat(out.toString())
        .contains("LOST ab in Milvus: expected a row, found nothing")
        .contains("recovery 2.0 s (median), 7.0 s (max)")
        .contains("cost searches 4.0 s at most")
        .contains("lost          1", "A promise was broken");
  }

  @Test
  void thePageNeedsNothingBesideIt() {
    var timeline = new Timeline();
    timeline.acknowledged();
    timeline.note("<b>");
    var page = TimelinePage.of(verdict(List.of(LOST)), timeline, "./imgsrch prove --seed 3");
    assertThat(page)
        .contains("./imgsrch prove --seed 3", "Kafka restarted", "&lt;b&gt;")
        .doesNotContain("http", "src=", "href=");
  }

  @Test
  void differencesAreFoundBothWays() {
    var differences = new Differences();
    differences.compare("store", Map.of("a", 1, "b", 2), Map.of("b", 3, "c", 4));
    differences.compare("keys", Set.of("a"), Set.of("a", "b"), Set.of("b", "c"));
    assertThat(differences.found())
        .containsExactly(
            new Lie(Lie.Kind.LOST, "store", "a", "1", "nothing"),
            new Lie(Lie.Kind.LOST, "store", "b", "2", "3"),
            new Lie(Lie.Kind.LOST, "store", "c", "nothing", "4"),
            new Lie(Lie.Kind.LOST, "keys", "a", "a row", "nothing"),
            new Lie(Lie.Kind.LOST, "keys", "c", "nothing", "a row"));
  }

  @Test
  void aScheduleIsOfItsSeedAndHasEveryKindOnceBeforeOneTwice() {
    var names = List.of("a", "b", "c");
    var planned = FaultSchedule.of(5, 600, 6, kinds(names));
    assertThat(planned).isSortedAccordingTo((a, b) -> a.afterSteps() - b.afterSteps());
    assertThat(names(planned.subList(0, 3))).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names(planned.subList(3, 6))).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names(FaultSchedule.of(5, 600, 6, kinds(names)))).isEqualTo(names(planned));
  }

  @Test
  void kindsAreChosenByTheirNames() {
    var kinds = kinds(List.of("Milvus killed", "PostgreSQL crashed", "task manager killed"));
    assertThat(FaultKinds.matching(kinds, "")).isEqualTo(kinds);
    assertThat(FaultKinds.matching(kinds, "milvus|crash")).isEqualTo(kinds.subList(0, 2));
    assertThatThrownBy(() -> FaultKinds.matching(kinds, "flood"))
        .hasMessageContainingAll("'flood'", "Milvus killed, PostgreSQL crashed");
  }

  @Test
  void theTimeWithoutAnAnswerCountsFromTheFault() {
    var timeline = new Timeline();
    assertThat(timeline.answersWhenHealthy()).isZero();
    timeline.answered(Api.Outcome.VERIFIED);
    timeline.answered(Api.Outcome.UNAVAILABLE);
    double now = timeline.now();
    assertThat(timeline.longestWithoutAnswer(now)).isBetween(0.0, timeline.now() - now);
    assertThat(timeline.longestWithoutAnswer(now - 5)).isLessThan(1.0);
    assertThat(timeline.answersWhenHealthy()).isEqualTo(1);
    timeline.struck(new Timeline.Struck("x", 0, 0, 100, 0));
    assertThat(timeline.answersWhenHealthy()).isZero();
  }

  private static List<FaultKind> kinds(List<String> names) {
    return names.stream()
        .map(name -> new FaultKind(name, random -> Fault.sudden(name, () -> {})))
        .toList();
  }

  private static List<String> names(List<FaultSchedule.Planned> planned) {
    return planned.stream().map(p -> p.fault().name()).toList();
  }

  private static Verdict verdict(List<Lie> lies) {
    var faults =
        List.of(
            new Timeline.Struck("Kafka restarted", 1, 2, 8, 3),
            new Timeline.Struck(TaskFaults.KILLED, 10, 11, 12, 4));
    return new Verdict(60, 100, 0, 50, 45, 5, 10, 1, 2, 3, 0, 55, faults, lies);
  }
}
