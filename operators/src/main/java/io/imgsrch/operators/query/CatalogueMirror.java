package io.imgsrch.operators.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogue in memory. Any thread may ask; nothing here waits for anything. */
public interface CatalogueMirror extends AutoCloseable {
  /**
   * The pictures that a search within a scope may show, as is known now; null while the catalogue
   * is not, and the state has to be asked.
   */
  @Nullable AllowedImages allowed(Scope scope);

  /** Why the catalogue is not known; null while it is. */
  @Nullable String problem();

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

  @Override
  void close();
}
