package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.query.plan.PathCosts;
import io.imgsrch.operators.query.plan.Planner;
import java.util.function.LongSupplier;

/** What all searches share. For any thread. */
record SearchTools(
    SearchLimits limits,
    Backends backends,
    StoreCalls calls,
    Planner planner,
    IndexPath index,
    MemoryPath exact,
    MemoryPath clustered,
    LongSupplier nanoClock) {

  static SearchTools of(
      SearchLimits limits,
      Backends backends,
      Deadlines deadlines,
      PathCosts costs,
      LongSupplier nanoClock,
      LongSupplier workClock) {
    var calls = new StoreCalls(deadlines, limits.vectorsTimeout());
    return new SearchTools(
        limits,
        backends,
        calls,
        new Planner(costs, limits.overfetch(), limits.maxCandidates()),
        new IndexPath(backends.vectors(), calls, costs.index(), nanoClock),
        new MemoryPath(AllowedImages::nearest, costs.exact(), workClock),
        new MemoryPath(AllowedImages::nearestByClusters, costs.clustered(), workClock),
        nanoClock);
  }
}
