package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Opened;

/** What searches and product views are made of. */
public record Backends(
    VectorIndex vectors,
    ValidityReader validity,
    CatalogueMirror mirror,
    PictureStandings standings,
    PhotoEmbedder embedder,
    PhotoSource fetcher,
    AvailabilityWriter availability)
    implements AutoCloseable {

  /** Closes all of them, whichever fails. */
  @Override
  public void close() {
    try (var all = new Opened()) {
      all.add(availability, AvailabilityWriter::close);
      all.add(validity, ValidityReader::close);
      all.add(mirror, CatalogueMirror::close);
      all.add(standings, PictureStandings::close);
      all.add(vectors, VectorIndex::close);
      all.add(fetcher, PhotoSource::close);
      all.add(embedder, PhotoEmbedder::close);
    }
  }
}
