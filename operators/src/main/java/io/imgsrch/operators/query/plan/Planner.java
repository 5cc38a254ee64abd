package io.imgsrch.operators.query.plan;

/**
 * Chooses the cheapest way to a full page. For any thread.
 *
 * <p>How many candidates the vector store has to be asked for follows from how many of its pictures
 * are allowed, as if these lay anywhere. Where they lie together, far from the vector, that is too
 * few: each further round asks for as many more as the last one fell short. What the store has
 * taken counts, so that a search never takes twice as long as if it had scored in memory at once.
 */
public final class Planner {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** How many times as many candidates of memory follow where the page check refused too many. */
  private static final int MORE = 4;

  private final PathCosts costs;
  private final int overfetch;
  private final int maxCandidates;

  /**
   * @param overfetch candidates per hit wanted
   * @param maxCandidates of one round
   */
  public Planner(PathCosts costs, int overfetch, int maxCandidates) {
    this.costs = costs;
    this.overfetch = overfetch;
    this.maxCandidates = maxCandidates;
  }

  /** The first round of a search for so many hits. */
  public Plan first(Cardinality pictures, int topK) {
    if (pictures.allowed() == 0) {
      return Plan.NOTHING;
    }
    double perAllowed = (double) pictures.indexed() / pictures.allowed();
    return cheaper(pictures, topK, Math.ceil(perAllowed * topK * overfetch), 0);
  }

  /** The round that follows. */
  public Plan next(Cardinality pictures, int topK, Progress progress) {
    var last = progress.last();
    boolean over = progress.exhausted() || last.candidates() >= maxCandidates;
    return switch (last.path()) {
      case NOTHING -> Plan.NOTHING;
      case EXACT, CLUSTERED ->
          over ? Plan.NOTHING : last.wider(Math.min(maxCandidates, MORE * last.candidates()));
      case INDEX -> {
        double growth = Math.max(2, 2.0 * topK / Math.max(1, progress.hits()));
        double wanted = over ? NEVER : last.candidates() * growth;
        yield cheaper(pictures, topK, wanted, progress.indexMillis());
      }
    };
  }

  /** Scoring all in memory, whatever it costs and however much of what is allowed is there. */
  public Plan exactly(Cardinality pictures, int topK) {
    return new Plan(
        Path.EXACT,
        candidates(topK),
        pictures.allResident() ? costs.exact().millis(pictures.allowed()) : NEVER,
        NEVER,
        NEVER);
  }

  /** The cheaper way through memory, however much of what is allowed is there. */
  public Plan inMemory(Cardinality pictures, int topK) {
    var exact = exactly(pictures, topK);
    double clusteredMillis =
        pictures.clustered() && pictures.allResident()
            ? costs.clustered().millis(pictures.allowed())
            : NEVER;
    boolean visits = clusteredMillis < exact.exactMillis();
    return new Plan(
        visits ? Path.CLUSTERED : Path.EXACT,
        visits ? clusteredCandidates(topK) : exact.candidates(),
        exact.exactMillis(),
        clusteredMillis,
        NEVER);
  }

  private Plan cheaper(Cardinality pictures, int topK, double wanted, double spentMillis) {
    var memory = inMemory(pictures, topK);
    boolean asks = wanted <= maxCandidates || (wanted < NEVER && !pictures.allResident());
    if (!asks) {
      return pictures.resident() > 0 ? memory : Plan.NOTHING;
    }
    int candidates = (int) Math.min(wanted, maxCandidates);
    double indexMillis = costs.index().millis(candidates);
    double memoryMillis = Math.min(memory.exactMillis(), memory.clusteredMillis());
    boolean remembers = memoryMillis <= spentMillis + indexMillis;
    return new Plan(
        remembers ? memory.path() : Path.INDEX,
        remembers ? memory.candidates() : candidates,
        memory.exactMillis(),
        memory.clusteredMillis(),
        indexMillis);
  }

  /** How many candidates a page takes, where all of them are allowed. */
  public int candidates(int topK) {
    return Math.min(maxCandidates, topK * overfetch);
  }

  /** The same by clusters, of which each further candidate makes a search visit more. */
  public int clusteredCandidates(int topK) {
    return Math.min(maxCandidates, Math.max(topK, topK * overfetch / 2));
  }
}
