package io.imgsrch.local.prove;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a proof found.
 *
 * @param seconds that it took, the platform's start left out
 * @param unacknowledged records that Kafka did not acknowledge
 * @param reflected events that equal the newest of their line
 * @param refused events that became dead letters
 * @param answered searches that were verified, and those that said that they were not
 * @param notNow searches that were told to come again
 * @param tooEarly searches for a picture that was not there yet
 * @param failed searches that were answered with an error of the server
 * @param healthyRate verified searches a second while nothing was wrong
 * @param lies all of them; none is the goal
 */
public record Verdict(
    double seconds,
    int acknowledged,
    int unacknowledged,
    int reflected,
    int superseded,
    int refused,
    int answered,
    int unverified,
    int notNow,
    int tooEarly,
    int failed,
    double healthyRate,
    List<Timeline.Struck> faults,
    List<Lie> lies) {
  private static final int SHOWN = 10;

  /** Whether every promise was kept. */
  public boolean holds() {
    return lies.isEmpty();
  }

  /** How many lies of a kind there are. */
  public long count(Lie.Kind kind) {
    return lies.stream().filter(lie -> lie.kind() == kind).count();
  }

  /** Median time from a fault to the first correct answer, seconds; 0 without faults. */
  double medianRecovery() {
    var sorted = faults.stream().map(Timeline.Struck::took).sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
  }

  /** Longest time from a fault to the first correct answer, seconds; 0 without faults. */
  double maxRecovery() {
    return faults.stream().mapToDouble(Timeline.Struck::took).max().orElse(0);
  }

  /** Longest time without a verified answer after a task manager was killed, seconds. */
  double maxAwayWhenKilled() {
    return faults.stream()
        .filter(fault -> fault.name().equals(TaskFaults.KILLED))
        .mapToDouble(Timeline.Struck::away)
        .max()
        .orElse(0);
  }

  /** Prints the counts, and the first lies. */
  public void print(PrintWriter out) {
    line(out, "acknowledged  %,d events (%d were not)", acknowledged, unacknowledged);
    line(out, "reflected     %,d", reflected);
    line(out, "superseded    %,d", superseded);
    line(out, "dead letters  %,d", refused);
    line(
        out,
        "searches      %,d verified, %,d unverified, %,d told to come again, %,d failed",
        answered,
        unverified,
        notNow,
        failed);
    line(out, "              %,d for pictures that were still to come", tooEarly);
    line(out, "              %.0f verified a second while nothing was wrong", healthyRate);
    line(
        out,
        "faults        %d; recovery %.1f s (median), %.1f s (max)",
        faults.size(),
        medianRecovery(),
        maxRecovery());
    line(
        out,
        "              a killed task manager cost searches %.1f s at most (%d s are promised)",
        maxAwayWhenKilled(),
        Injector.SEARCHES_AWAY.toSeconds());
    for (var kind : Lie.Kind.values()) {
      line(out, "%-13s %d", kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), count(kind));
    }
    lies.stream().limit(SHOWN).forEach(lie -> out.println("  " + lie));
    line(
        out,
        "%s after %.0f s",
        holds() ? "Every promise was kept" : "A promise was broken",
        seconds);
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
