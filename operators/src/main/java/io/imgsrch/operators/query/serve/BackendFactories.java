package io.imgsrch.operators.query.serve;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Opened;
import io.imgsrch.operators.metric.ConcurrentCounter;
import io.imgsrch.operators.query.AvailabilityWriter;
import io.imgsrch.operators.query.Backends;
import io.imgsrch.operators.query.CatalogueMirror;
import io.imgsrch.operators.query.PhotoEmbedder;
import io.imgsrch.operators.query.PhotoSource;
import io.imgsrch.operators.query.PictureStandings;
import io.imgsrch.operators.query.TopicLog;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.query.VectorIndex;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** How a task manager opens what its searches are made of. */
public record BackendFactories(
    Factory<VectorIndex> vectors,
    ValidityFactory validity,
    MirrorFactory mirror,
    Factory<PictureStandings> standings,
    Factory<PhotoEmbedder> embedder,
    Factory<PhotoSource> fetcher,
    Factory<AvailabilityWriter> availability,
    OfferHistory history,
    Factory<TopicLog> log)
    implements Serializable {

  /** Opens one of them. */
  @FunctionalInterface
  public interface Factory<T extends AutoCloseable> extends Serializable {
    /** The client, ready to be used by any thread. */
    T open(Settings settings) throws Exception;
  }

  /** Opens the reader of what is on sale. */
  @FunctionalInterface
  public interface ValidityFactory extends Serializable {
    /**
     * The reader, ready to be used by any thread.
     *
     * @param metrics where it shows how it reads
     */
    ValidityReader open(Settings settings, MetricGroup metrics) throws Exception;
  }

  /** Opens the mirror. */
  @FunctionalInterface
  public interface MirrorFactory extends Serializable {
    /**
     * The mirror, which begins to read its topics and waits for nothing.
     *
     * @param metrics where it shows its size, its age and what it took to read
     */
    CatalogueMirror open(Settings settings, MetricGroup metrics);
  }

  /** Tells how far the offers have come that changed last. */
  @FunctionalInterface
  public interface OfferHistory extends Serializable {
    /** Notes them; returns when everything that was published until now is known. */
    void read(Settings settings, NewestOffers newest) throws Exception;
  }

  /** The same but for how the state is read. */
  public BackendFactories withValidity(ValidityFactory other) {
    return new BackendFactories(
        vectors, other, mirror, standings, embedder, fetcher, availability, history, log);
  }

  /**
   * Opens all of them; where one fails, those before it are closed again.
   *
   * @param newest what the state must not be older than
   * @param metrics get {@code state_read_failures}, the reads of the state that give no answer, and
   *     those of the reader of the state and of the mirror
   */
  Backends open(Settings settings, NewestOffers newest, MetricGroup metrics) throws Exception {
    var readFailures = metrics.counter("state_read_failures", new ConcurrentCounter());
    history.read(settings, newest);
    try (var opening = new Opened()) {
      var backends =
          new Backends(
              opening.add(vectors.open(settings), VectorIndex::close),
              opening.add(
                  new CountedValidity(
                      new CurrentValidity(validity.open(settings, metrics), newest), readFailures),
                  ValidityReader::close),
              opening.add(mirror.open(settings, metrics), CatalogueMirror::close),
              opening.add(
                  new CountedStandings(standings.open(settings), readFailures),
                  PictureStandings::close),
              opening.add(embedder.open(settings), PhotoEmbedder::close),
              opening.add(fetcher.open(settings), PhotoSource::close),
              opening.add(availability.open(settings), AvailabilityWriter::close));
      opening.release();
      return backends;
    }
  }
}
