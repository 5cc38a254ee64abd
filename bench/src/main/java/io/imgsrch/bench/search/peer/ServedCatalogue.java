package io.imgsrch.bench.search.peer;

import com.google.gson.JsonObject;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.topic.RecordWriter;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue behind our query API, written as the index job writes it once a picture is
 * embedded: the vector to {@code catalog.images} and Milvus, the product to {@code
 * catalog.listings}, from which the validity job makes offers.
 */
public final class ServedCatalogue implements AutoCloseable {
  private static final Duration LOAD = Duration.ofHours(1);
  private static final String VECTOR = "vector";

  private final BenchPlatform platform;
  private final MilvusRows milvus;
  private final RecordWriter writer;
  private boolean loaded;
  private @Nullable Shape shape;
  private long listed;

  /** Connects. */
  public ServedCatalogue(BenchPlatform platform) {
    this.platform = platform;
    var settings = platform.settings();
    this.milvus =
        new MilvusRows(settings.get(MilvusOptions.ADDRESS), settings.get(MilvusOptions.COLLECTION));
    this.writer = new RecordWriter(settings);
  }

  BenchPlatform platform() {
    return platform;
  }

  /** Takes the vectors of all items, once. */
  void load(Items items) throws IOException, InterruptedException {
    if (loaded) {
      return;
    }
    loaded = true;
    for (int from = 0; from < items.size(); from += MilvusRows.BATCH) {
      writeVectors(items.range(from, Math.min(items.size(), from + MilvusRows.BATCH)));
    }
    writer.flush();
    milvus.settle(VECTOR, items.size());
    new JobGauge(platform.metrics(), "mirror_images").await(items.size(), LOAD);
  }

  /** Withdraws what merchants of another shape sold, and lets those of this one sell the items. */
  void arrange(Items items, Shape newShape) throws IOException, InterruptedException {
    if (newShape == shape) {
      return;
    }
    if (shape != null) {
      for (int number = 0; number < items.size(); number++) {
        send(Product.of(items.get(number), shape), true);
      }
    }
    shape = newShape;
    for (int number = 0; number < items.size(); number++) {
      send(Product.of(items.get(number), newShape), false);
    }
    writer.flush();
    listed += items.size();
    new JobGauge(platform.metrics(), "mirror_offers").await(listed, LOAD);
  }

  /** Takes items that arrive. */
  void write(List<Item> items) throws IOException {
    var merchants = shape;
    if (merchants == null) {
      throw new IllegalStateException("nobody sells anything yet");
    }
    writeVectors(items);
    for (var item : items) {
      send(Product.of(item, merchants), false);
    }
    listed += items.size();
    writer.flush();
  }

  private void writeVectors(List<Item> items) throws IOException {
    milvus.upsert(items.stream().map(ServedCatalogue::row).toList());
    for (var item : items) {
      var image = Product.of(item, Shape.SPREAD).image(item.vector());
      writer.send(Topic.IMAGES, image.imagePk(), EventJson.write(image));
    }
  }

  /** As the sink of the index job writes it. */
  private static JsonObject row(Item item) {
    var row = new JsonObject();
    row.addProperty("image_pk", Product.imagePk(item.number()));
    row.addProperty("model_id", Product.MODEL);
    row.add(VECTOR, MilvusRows.array(item.vector()));
    return row;
  }

  private void send(Product product, boolean withdrawn) {
    var listing = withdrawn ? product.withdrawn() : product.listing();
    writer.send(Topic.LISTINGS, product.key(), EventJson.write(listing));
  }

  @Override
  public void close() {
    writer.close();
    milvus.close();
  }
}
