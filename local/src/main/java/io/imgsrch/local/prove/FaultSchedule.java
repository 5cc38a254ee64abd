package io.imgsrch.local.prove;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes after which step, the same for the same seed. Every kind comes once before one
 * comes twice.
 */
final class FaultSchedule {
  private FaultSchedule() {}

  /** A fault, and how many steps are written before it. */
  record Planned(int afterSteps, Fault fault) {}

  static List<Planned> of(long seed, int steps, int faults, List<FaultKind> kinds) {
    var random = new Random(~seed);
    var planned = new ArrayList<Planned>();
    var bag = new ArrayList<FaultKind>();
    for (int i = 0; i < faults; i++) {
      if (bag.isEmpty()) {
        bag.addAll(kinds);
        Collections.shuffle(bag, random);
      }
      // One in the middle of each of equal parts, give or take a quarter.
      double at = (i + 0.5 + (random.nextDouble() - 0.5) / 2) / faults;
      planned.add(new Planned((int) (at * steps), bag.remove(bag.size() - 1).draw().draw(random)));
    }
    return planned;
  }
}
