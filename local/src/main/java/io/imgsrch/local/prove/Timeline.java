package io.imgsrch.local.prove;

import io.imgsrch.local.prove.Api.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened when, in seconds since the proof began. Safe for threads. */
final class Timeline {
  /** A shorter time without a verified answer is none to speak of. */
  private static final double GAP = 0.5;

  private final long start = System.nanoTime();
  private final List<Struck> faults = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final Map<Integer, Second> seconds = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private double lastVerified;

  /**
   * A fault, in seconds.
   *
   * @param recovered when an event that was written after it was found by a search, or {@link
   *     #NEVER}; before it is healed where searches need not what is broken
   * @param away longest time without a verified answer meanwhile
   */
  record Struck(String name, double injected, double healed, double recovered, double away) {
    static final double NEVER = -1;

    /** From the fault to the first correct answer. */
    double took() {
      return recovered - injected;
    }
  }

  /** Something said, in seconds. */
  record Note(double at, String text) {}

  /** A time without a verified answer, in seconds. */
  private record Gap(double from, double to) {}

  /** Counts of one second. */
  static final class Second {
    private int acknowledged;
    private final Map<Outcome, Integer> answers = new EnumMap<>(Outcome.class);

    int acknowledged() {
      return acknowledged;
    }

    int answers(Outcome outcome) {
      return answers.getOrDefault(outcome, 0);
    }
  }

  double now() {
    return (System.nanoTime() - start) / 1e9;
  }

  synchronized void acknowledged() {
    second().acknowledged++;
  }

  synchronized void answered(Outcome outcome) {
    second().answers.merge(outcome, 1, Integer::sum);
    if (outcome == Outcome.VERIFIED) {
      double now = now();
      if (now - lastVerified > GAP) {
        gaps.add(new Gap(lastVerified, now));
      }
      lastVerified = now;
    }
  }

  /** The longest time without a verified answer since then, the current one included; seconds. */
  synchronized double longestWithoutAnswer(double since) {
    double longest = now() - Math.max(since, lastVerified);
    for (var gap : gaps) {
      longest = Math.max(longest, gap.to() - Math.max(since, gap.from()));
    }
    return longest;
  }

  /** Verified answers a second, of the whole seconds with searches and without a fault. */
  synchronized double answersWhenHealthy() {
    return seconds.entrySet().stream()
        .filter(entry -> faults.stream().noneMatch(fault -> isWithin(fault, entry.getKey())))
        .mapToInt(entry -> entry.getValue().answers(Outcome.VERIFIED))
        .filter(answers -> answers > 0)
        .average()
        .orElse(0);
  }

  private static boolean isWithin(Struck fault, int second) {
    double end = Math.max(fault.healed(), fault.recovered());
    return second + 1 > fault.injected() && second < end;
  }

  private Second second() {
    return seconds.computeIfAbsent((int) now(), second -> new Second());
  }

  synchronized void struck(Struck fault) {
    faults.add(fault);
  }

  synchronized void note(String text) {
    notes.add(new Note(now(), text));
  }

  synchronized List<Struck> faults() {
    return List.copyOf(faults);
  }

  synchronized List<Note> notes() {
    return List.copyOf(notes);
  }

  /** The counts; empty seconds are left out. */
  synchronized Map<Integer, Second> seconds() {
    return new TreeMap<>(seconds);
  }

  /** Searches that ended so. */
  synchronized int answers(Outcome outcome) {
    return seconds.values().stream().mapToInt(second -> second.answers(outcome)).sum();
  }
}
