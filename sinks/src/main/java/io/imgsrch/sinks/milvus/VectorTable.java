package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.batch.BlockingBatches;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import java.io.IOException;
import java.util.OptionalLong;

/** The rows of a collection, made of {@code catalog.images}. */
final class VectorTable implements RebuiltTable<VectorChange> {
  private static final VectorRows ROWS = new VectorRows();

  private final Settings settings;
  private final Secrets secrets;
  private final int dimension;
  private final String collection;

  VectorTable(Settings settings, Secrets secrets, int dimension, String collection) {
    this.settings = settings;
    this.secrets = secrets;
    this.dimension = dimension;
    this.collection = collection;
  }

  @Override
  public String name() {
    return "vectors";
  }

  @Override
  public Topic topic() {
    return Topic.IMAGES;
  }

  @Override
  public boolean guarded() {
    return false;
  }

  @Override
  public VectorChange read(byte[] value, int partition, long offset) throws IOException {
    var image = EventJson.read(value, ImageVector.class);
    if (!ImagePks.isOne(image.imagePk())) {
      throw new IOException("an image_pk is 64 lowercase hex digits");
    }
    return VectorChange.of(image);
  }

  @Override
  public String key(VectorChange change) {
    return ROWS.key(change);
  }

  @Override
  public OptionalLong digest(VectorChange change) {
    var image = change.vector();
    return image == null
        ? OptionalLong.empty()
        : OptionalLong.of(RowDigest.ofVector(image.imagePk(), image.modelId(), image.vector()));
  }

  @Override
  public BlockingBatches<VectorChange> open() throws IOException {
    return BlockingBatches.open(
        "collection %s of %s".formatted(collection, MilvusClients.name(settings)),
        MilvusSink.limits(settings),
        ROWS,
        () -> MilvusStore.open(collection, settings, secrets, dimension));
  }

  @Override
  public void scan(Visitor visitor) throws IOException {
    var ofCollection = settings.with(MilvusOptions.COLLECTION, collection, "rebuild");
    var timeout = settings.get(MilvusOptions.SETUP_TIMEOUT);
    try (var digests = VectorDigests.open(ofCollection, secrets, timeout)) {
      digests.visit(visitor);
    }
  }
}
