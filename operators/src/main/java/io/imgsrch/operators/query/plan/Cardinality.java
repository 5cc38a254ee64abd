package io.imgsrch.operators.query.plan;

/**
 * How many pictures a search is about.
 *
 * @param allowed that it may show
 * @param resident of these, with their vectors in memory
 * @param clustered whether those in memory are in clusters
 * @param indexed that the vector store may answer, allowed or not
 */
public record Cardinality(int allowed, int resident, boolean clustered, int indexed) {
  /** Of a catalogue that is not in memory: as if a search allowed all. */
  public static final Cardinality UNKNOWN = new Cardinality(1, 0, false, 1);

  /** Whether scoring in memory finds all that there is. */
  boolean allResident() {
    return resident >= allowed;
  }
}
