package io.imgsrch.local.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.local.rebuild.Rebuild.Wish;
import io.imgsrch.local.server.TestMilvus;
import io.imgsrch.sinks.milvus.MilvusRebuild;
import io.imgsrch.sinks.milvus.MilvusSearcher;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.collection.request.DropCollectionReq;
import io.milvus.v2.service.collection.request.RenameCollectionReq;
import io.milvus.v2.service.utility.request.DropAliasReq;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds of a real Milvus, from a topic in memory, while searches run. */
@Timeout(180)
@Tag("full")
class MilvusRebuildIT {
  private static final int DIMENSION = 4;
  private static final int PICTURES = 300;
  private static final Secrets NO_SECRETS = Secrets.from(Map.of());
  private static final Wish PLAIN = new Wish(false, true);
  private static final String NAME = "pictures";

  @TempDir private static Path root;
  private static TestMilvus server;
  private static Settings settings;

  private final FakeLog log = new FakeLog();
  private final List<String> said = new ArrayList<>();
  private MilvusClientV2 client;

  @BeforeAll
  static void start() throws Exception {
    server = TestMilvus.start(root);
    settings =
        Settings.of(List.of())
            .with(MilvusOptions.ADDRESS, server.address(), "test")
            .with(MilvusOptions.COLLECTION, NAME, "test");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void connect() {
    client =
        new MilvusClientV2(
            ConnectConfig.builder().uri(server.address()).rpcDeadlineMs(60_000).build());
    for (int i = 0; i < PICTURES; i++) {
      append(vector(i, i, 1, 2, 3));
    }
    append(ImageVector.purged(pk(0), ""));
  }

  @AfterEach
  void clear() {
    var collections = collections();
    if (!collections.contains(NAME) && !collections.isEmpty()) {
      client.dropAlias(DropAliasReq.builder().alias(NAME).build());
    }
    for (var each : collections) {
      client.dropCollection(DropCollectionReq.builder().collectionName(each).build());
    }
    client.close();
  }

  @Test
  void theFirstStartSetsAnAliasAndNoSearchFailsOrMissesARowWhileRebuildsMoveIt() throws Exception {
    try (var searcher = open()) {
      assertThat(collections()).containsExactly("pictures_1");
      rebuild(PLAIN);
      assertThat(collections()).containsExactly("pictures_2");
      assertThat(searcher.present(List.of(pk(0), pk(1)))).containsExactly(pk(1));
      var failures =
          whileSearching(
              searcher,
              () -> rebuild(new Wish(true, false)),
              () -> assertThat(collections()).containsExactlyInAnyOrder("pictures_2", "pictures_3"),
              () -> rebuild(PLAIN));
      assertThat(failures).isEmpty();
      assertThat(collections()).containsExactly("pictures_4");
      assertThat(said).contains("Dropped pictures_2, which an earlier rebuild left or kept");
    }
  }

  @Test
  void aCollectionOfTheVeryNameGetsAnAliasWithoutAFailedSearch() throws Exception {
    open().close();
    rebuild(PLAIN);
    becomeAnOldDeployment("pictures_2");
    try (var searcher = open()) {
      assertThat(collections()).containsExactly(NAME);
      assertThat(searcher.present(List.of(pk(1)))).hasSize(1);
      var failures = whileSearching(searcher, () -> rebuild(PLAIN));
      assertThat(failures).isEmpty();
      assertThat(collections()).containsExactly("pictures_1");
    }
  }

  @Test
  void aRebuildKilledBetweenRenameAndAliasIsCompletedByTheNextStart() throws Exception {
    open().close();
    becomeAnOldDeployment("pictures_1");
    try (var killed = begin()) {
      fill(killed);
      rename(NAME, "pictures_0");
    }
    try (var searcher = open()) {
      await().until(() -> searcher.present(List.of(pk(0), pk(1))).equals(Set.of(pk(1))));
    }
    rebuild(PLAIN);
    assertThat(collections()).containsExactly("pictures_2");
  }

  @Test
  void whatAKilledRebuildLeftIsDroppedAndWhatServesIsNot() throws Exception {
    open().close();
    try (var killed = begin()) {
      assertThat(collections()).containsExactlyInAnyOrder("pictures_1", killed.successor());
    }
    try (var searcher = open()) {
      assertThat(searcher.present(List.of(pk(1)))).isEmpty();
      rebuild(PLAIN);
      assertThat(said).contains("Dropped pictures_2, which an earlier rebuild left or kept");
      assertThat(collections()).containsExactly("pictures_3");
      assertThat(searcher.present(List.of(pk(1)))).hasSize(1);
    }
  }

  @Test
  void aRowThatIsMissingForeignOrOfOtherContentIsSeen() throws Exception {
    open().close();
    try (var milvus = begin();
        var fill = TableFill.open(milvus.tables().get(0), log, read -> {})) {
      fill.copyNews();
      await().untilAsserted(() -> assertThat(fill.look().differing()).isEmpty());
      assertThat(fill.look().rows().rows()).isEqualTo(PICTURES - 1);
      write(milvus, vector(5, 9, 9, 9, 9));
      write(milvus, vector(PICTURES, 1, 0, 0, 0));
      write(milvus, ImageVector.purged(pk(7), ""));
      await()
          .untilAsserted(
              () ->
                  assertThat(fill.look().differing())
                      .containsExactlyInAnyOrder(pk(5), pk(PICTURES), pk(7)));
      milvus.discard();
    }
    assertThat(collections()).containsExactly("pictures_1");
  }

  @Test
  void aCollectionThatIsNotThereIsNotBuiltAgain() {
    assertThatThrownBy(this::begin)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no collection pictures")
        .hasMessageContaining("milvus.collection");
  }

  /** Gives the collection the name itself, as it was before there was an alias. */
  private void becomeAnOldDeployment(String collection) {
    client.dropAlias(DropAliasReq.builder().alias(NAME).build());
    rename(collection, NAME);
  }

  private void rename(String from, String to) {
    client.renameCollection(
        RenameCollectionReq.builder().collectionName(from).newCollectionName(to).build());
  }

  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  /** What went wrong in searches that ran all the while, and a few at least in each phase. */
  private static List<String> whileSearching(MilvusSearcher searcher, Action... actions)
      throws Exception {
    var failures = new ArrayList<String>();
    var count = new AtomicInteger();
    var end = new AtomicBoolean();
    var searches =
        CompletableFuture.runAsync(
            () -> {
              while (!end.get()) {
                try {
                  int found = searcher.search(new float[] {1, 0, 0, 0}, PICTURES).size();
                  if (found != PICTURES - 1) {
                    failures.add("found " + found);
                  }
                } catch (IOException e) {
                  failures.add(e.toString());
                }
                count.incrementAndGet();
              }
            });
    try {
      for (var action : actions) {
        int before = count.get();
        await().until(() -> count.get() > before + 5);
        action.run();
      }
      int before = count.get();
      await().until(() -> count.get() > before + 20);
    } finally {
      end.set(true);
      searches.join();
    }
    return failures;
  }

  private static MilvusSearcher open() throws IOException {
    return MilvusSearcher.open(settings, NO_SECRETS, DIMENSION);
  }

  private MilvusRebuild begin() throws IOException {
    return MilvusRebuild.begin(settings, NO_SECRETS, DIMENSION, said::add);
  }

  private void rebuild(Wish wish) throws IOException {
    try (var milvus = begin()) {
      Rebuild.run(milvus, log, Barrier.NONE, wish, said::add);
    }
  }

  private void fill(MilvusRebuild milvus) throws IOException {
    for (var table : milvus.tables()) {
      try (var fill = TableFill.open(table, log, read -> {})) {
        fill.copyNews();
      }
    }
  }

  private static void write(MilvusRebuild milvus, ImageVector image) throws IOException {
    for (var table : milvus.tables()) {
      var own = new FakeLog();
      own.values.add(new String(EventJson.write(image), UTF_8));
      try (var fill = TableFill.open(table, own, read -> {})) {
        fill.copyNews();
      }
    }
  }

  private void append(ImageVector image) {
    log.values.add(new String(EventJson.write(image), UTF_8));
  }

  private List<String> collections() {
    return client.listCollections().getCollectionNames();
  }

  private static String pk(int number) {
    return Digest.sha256(("picture " + number).getBytes(UTF_8));
  }

  private static ImageVector vector(int number, float... values) {
    return new ImageVector(pk(number), "model", values, 1, 1, "");
  }
}
