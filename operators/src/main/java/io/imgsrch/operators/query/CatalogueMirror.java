package io.imgsrch.operators.query;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The catalogue in memory. Any thread may ask; nothing here waits for anything. */
public interface CatalogueMirror extends AutoCloseable {
  /** The catalogue as it is known now; null while it is not, and the state has to be asked. */
  @Nullable Snapshot snapshot();

  /** Why there is no snapshot; null while there is one. */
  @Nullable String problem();

  /**
   * The pictures nearest to a vector, of all that may be on sale within a scope, scored in memory.
   * Some may have no offer within it all the same.
   *
   * @param vector L2-normalised
   * @param count at most so many
   * @param over whether the search is over; asked from time to time
   * @return null while there is no snapshot
   * @throws java.util.concurrent.CancellationException if the search is over
   */
  @Nullable NearestImages nearest(float[] vector, Scope scope, int count, BooleanSupplier over);

  /** The vector of a picture, to 16 bits a component; empty where it is not in memory. */
  Optional<float[]> vectorOf(String imagePk);

  /** What is known of it. */
  MirrorReport report();

  /** How soon it obeyed the events of late. */
  FreshnessReport freshness();

  /**
   * Builds it again from the topics, beside the one that serves and goes on to, and switches over.
   * Returns at once; {@link #report} tells how it goes. While it is being built, this does nothing.
   */
  void rebuild();

  /** One instant of the catalogue, which never changes. */
  interface Snapshot {
    /** Tells merchant and product of each offer of a picture that is on sale within a scope. */
    void offers(String imagePk, Scope scope, BiConsumer<Long, String> action);
  }

  @Override
  void close();
}
