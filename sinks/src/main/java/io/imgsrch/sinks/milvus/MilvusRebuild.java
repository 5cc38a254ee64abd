package io.imgsrch.sinks.milvus;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import io.imgsrch.sinks.rebuild.StoreRebuild;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.service.collection.request.DropCollectionReq;
import io.milvus.v2.service.collection.request.HasCollectionReq;
import io.milvus.v2.service.collection.request.RenameCollectionReq;
import io.milvus.v2.service.utility.request.AlterAliasReq;
import io.milvus.v2.service.utility.request.CreateAliasReq;
import io.milvus.v2.service.utility.request.FlushReq;
import io.milvus.v2.service.vector.request.QueryReq;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Milvus built again: a new collection, put behind the alias. */
public final class MilvusRebuild implements StoreRebuild {
  private static final String COUNT = "count(*)";

  private final Settings settings;
  private final MilvusClientV2 client;
  private final ServedCollection served;
  private final VectorTable table;
  private final String successor;
  private String former;

  private MilvusRebuild(
      Settings settings,
      MilvusClientV2 client,
      ServedCollection served,
      VectorTable table,
      String successor,
      String former) {
    this.settings = settings;
    this.client = client;
    this.served = served;
    this.table = table;
    this.successor = successor;
    this.former = former;
  }

  /**
   * Connects, drops what earlier rebuilds left or kept, and makes an empty successor.
   *
   * @param dimension of the model's vectors
   * @param say told what was dropped
   * @throws IOException if Milvus cannot be reached, or refuses
   * @throws ConfigurationException if there is nothing yet that could be built again
   */
  public static MilvusRebuild begin(
      Settings settings, Secrets secrets, int dimension, Consumer<String> say) throws IOException {
    var client =
        Opening.patiently(
            Backoff.ofOpening(settings),
            MilvusClients.name(settings),
            () ->
                MilvusClients.connect(
                    settings, secrets, settings.get(MilvusOptions.SETUP_TIMEOUT)));
    try {
      return begin(settings, secrets, dimension, client, say);
    } catch (ConfigurationException e) {
      MilvusClients.close(client);
      throw e;
    } catch (RuntimeException e) {
      MilvusClients.close(client);
      throw failed("begin to rebuild", settings, e);
    }
  }

  private static MilvusRebuild begin(
      Settings settings,
      Secrets secrets,
      int dimension,
      MilvusClientV2 client,
      Consumer<String> say) {
    var served = new ServedCollection(settings, dimension);
    var former = served.serving(client).orElseThrow(() -> nothingServed(settings));
    var generations = served.generations(client);
    for (var left : generations.values()) {
      if (!left.equals(former)) {
        drop(client, served, left);
        say.accept("Dropped " + left + ", which an earlier rebuild left or kept");
      }
    }
    int number =
        former.equals(served.name()) || generations.isEmpty()
            ? ServedCollection.FIRST
            : generations.lastKey() + 1;
    var successor = served.generation(number);
    new MilvusCollection(successor, settings, dimension).ensure(client);
    var table = new VectorTable(settings, secrets, dimension, successor);
    return new MilvusRebuild(settings, client, served, table, successor, former);
  }

  private static ConfigurationException nothingServed(Settings settings) {
    return new ConfigurationException(
        "%s has no collection %s to build again: check %s, or start the index job, which makes it"
            .formatted(
                MilvusClients.name(settings),
                settings.get(MilvusOptions.COLLECTION),
                MilvusOptions.COLLECTION.key()));
  }

  @Override
  public String successor() {
    return successor;
  }

  @Override
  public String former() {
    return former;
  }

  @Override
  public List<RebuiltTable<?>> tables() {
    return List.of(table);
  }

  @Override
  public long formerRows() throws IOException {
    return ask("count rows", () -> rows(former));
  }

  private long rows(String collection) {
    var answer =
        client.query(
            QueryReq.builder()
                .collectionName(collection)
                .filter("")
                .outputFields(List.of(COUNT))
                .consistencyLevel(ConsistencyLevel.STRONG)
                .build());
    var row = answer.getQueryResults().get(0).getEntity();
    return (Long) Objects.requireNonNull(row.get(COUNT), COUNT);
  }

  /** What is not flushed is searched without an index. */
  @Override
  public void prepare() throws IOException {
    step(
        "flush",
        () ->
            client.flush(
                FlushReq.builder()
                    .collectionNames(List.of(successor))
                    .waitFlushedTimeoutMs(settings.get(MilvusOptions.SETUP_TIMEOUT).toMillis())
                    .build()));
  }

  @Override
  public void switchOver() throws IOException {
    if (former.equals(served.name())) {
      leaveName();
    }
    // Milvus forgets an alias before it changes it: who asks in between remembers the old meaning,
    // until it is changed, and so forgotten, once more.
    for (int time = 0; time < 2; time++) {
      step(
          "set the alias",
          () ->
              client.alterAlias(
                  AlterAliasReq.builder().alias(served.name()).collectionName(successor).build()));
    }
  }

  /** An alias cannot have the name of a collection: for an instant there is neither. */
  private void leaveName() throws IOException {
    var renamed = served.generation(ServedCollection.BEFORE_ALIAS);
    step("rename the collection", () -> rename(renamed));
    step("set the alias", this::createAlias);
    former = renamed;
  }

  private void rename(String renamed) {
    if (!exists(renamed)) {
      client.renameCollection(
          RenameCollectionReq.builder().collectionName(former).newCollectionName(renamed).build());
    }
  }

  private void createAlias() {
    if (!exists(served.name())) {
      client.createAlias(
          CreateAliasReq.builder().alias(served.name()).collectionName(successor).build());
    }
  }

  private boolean exists(String collection) {
    return client.hasCollection(HasCollectionReq.builder().collectionName(collection).build());
  }

  @Override
  public void dropFormer() throws IOException {
    step("drop " + former, () -> drop(client, served, former));
  }

  @Override
  public void discard() throws IOException {
    step("drop " + successor, () -> drop(client, served, successor));
  }

  /** Milvus 2.3 drops a collection that has an alias without a word. */
  private static void drop(MilvusClientV2 client, ServedCollection served, String collection) {
    if (served.serving(client).filter(collection::equals).isPresent()) {
      throw new IllegalStateException(collection + " serves: another rebuild seems to run");
    }
    client.dropCollection(DropCollectionReq.builder().collectionName(collection).build());
  }

  private void step(String what, Runnable call) throws IOException {
    ask(
        what,
        () -> {
          call.run();
          return true;
        });
  }

  /** Asks Milvus, again if it fails for a reason that may pass. */
  private <T> T ask(String what, Supplier<T> question) throws IOException {
    return Opening.patiently(
        Backoff.DEFAULT,
        MilvusClients.name(settings),
        MilvusErrors::isTransient,
        () -> {
          try {
            return question.get();
          } catch (RuntimeException e) {
            throw failed(what, settings, e);
          }
        });
  }

  private static IOException failed(String what, Settings settings, RuntimeException cause) {
    return new IOException(
        "Cannot %s in %s: %s".formatted(what, MilvusClients.name(settings), cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    MilvusClients.close(client);
  }
}
