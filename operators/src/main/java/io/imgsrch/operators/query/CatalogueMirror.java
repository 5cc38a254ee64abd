package io.imgsrch.operators.query;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The catalogue in memory. Any thread may ask; nothing here waits. */
public interface CatalogueMirror extends AutoCloseable {
  /** The catalogue as it is known now; null while it is not, and the state has to be asked. */
  @Nullable Snapshot snapshot();

  /** Why there is no snapshot; null while there is one. */
  @Nullable String problem();

  /** What is known of it. */
  MirrorReport report();

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
