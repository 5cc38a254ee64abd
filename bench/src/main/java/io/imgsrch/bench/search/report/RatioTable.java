package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import java.util.ArrayList;
import java.util.List;

/** How many times as many searches as each of the others one of ours answers. */
record RatioTable(QuietTable table, Contender ours) {

  String markdown() {
    var head = new ArrayList<>(List.of("kept"));
    others().forEach(other -> head.add("× " + other.name()));
    return Markdown.table(head, table.figures().kept().stream().map(this::row).toList());
  }

  private List<Contender> others() {
    return table.contenders().stream().filter(contender -> !contender.ours()).toList();
  }

  private List<String> row(Kept kept) {
    var row = new ArrayList<>(List.of(kept.percent() + " %"));
    others().forEach(other -> row.add(ratio(kept, other)));
    return row;
  }

  private String ratio(Kept kept, Contender other) {
    var mine = table.figure(ours, kept);
    var theirs = table.figure(other, kept);
    if (mine.isEmpty() || theirs.isEmpty()) {
      return "–";
    }
    var ratio = Markdown.decimals(2, mine.get().qps() / theirs.get().qps());
    if (!mine.get().enough()) {
      return ratio + ", **but ours misses the recall**";
    }
    return theirs.get().enough() ? ratio : ratio + ", though it misses the recall";
  }

  /** Shares at which another one that finds enough is faster, or ours does not find enough. */
  List<String> lost() {
    var lost = new ArrayList<String>();
    for (var kept : table.figures().kept()) {
      var mine = table.figure(ours, kept);
      if (mine.isEmpty()) {
        continue;
      }
      var where =
          "%s %% %s, clients: %d".formatted(kept.percent(), table.shape().label(), table.threads());
      if (!mine.get().enough()) {
        lost.add(where + ": recall " + Markdown.decimals(3, mine.get().recall()));
      }
      for (var other : others()) {
        table
            .figure(other, kept)
            .filter(theirs -> theirs.enough() && theirs.qps() > mine.get().qps())
            .ifPresent(
                theirs ->
                    lost.add(
                        "%s: %s against %s of %s"
                            .formatted(
                                where,
                                Markdown.whole(mine.get().qps()),
                                Markdown.whole(theirs.qps()),
                                other.name())));
      }
    }
    return lost;
  }
}
