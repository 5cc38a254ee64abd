package io.imgsrch.operators.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.Events;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepairsTest {
  private static final String PK = Events.imagePk("a");

  private final FakeStores stores = new FakeStores();
  private final FakeLog log = new FakeLog();

  @Test
  void aWrongRowLeavesTheArchiveAndIsWrittenAgain() throws Exception {
    stores.table(StoredTable.OFFERS).put("7/hat", 9L);
    var outcome = repair(StoredTable.OFFERS, "7/hat", 1L, 9L, 0);
    assertThat(outcome.result()).isEqualTo(Repairs.Result.REPAIRED);
    assertThat(Objects.requireNonNull(outcome.repair()).key()).isEqualTo("7/hat");
    assertThat(stores.table(StoredTable.OFFERS)).isEmpty();
  }

  @Test
  void aBitmapThatNoRecordTellsOfLeavesTheArchive() throws Exception {
    stores.table(StoredTable.BITMAPS).put(PK, 9L);
    var outcome = repair(StoredTable.BITMAPS, PK, null, 9L, -1);
    assertThat(outcome).isEqualTo(new Repairs.Outcome(Repairs.Result.REPAIRED, null));
    assertThat(stores.table(StoredTable.BITMAPS)).isEmpty();
  }

  /** Or the archive would lose what only the topic had lost. */
  @Test
  void theWriterIsAskedForARowThatNoRecordTellsOf() throws Exception {
    stores.table(StoredTable.IMAGES).put(PK, 9L);
    var outcome = repair(StoredTable.IMAGES, PK, null, 9L, -1);
    assertThat(Objects.requireNonNull(outcome.repair()).key()).isEqualTo(PK);
    assertThat(Objects.requireNonNull(outcome.repair()).image()).isNull();
    assertThat(stores.table(StoredTable.IMAGES)).isEmpty();
  }

  @Test
  void aRowThatChangedMeanwhileStays() throws Exception {
    stores.table(StoredTable.OFFERS).put("7/hat", 1L);
    var outcome = repair(StoredTable.OFFERS, "7/hat", 1L, 9L, 0);
    assertThat(outcome).isEqualTo(new Repairs.Outcome(Repairs.Result.CHANGED, null));
    assertThat(stores.table(StoredTable.OFFERS)).isEqualTo(Map.of("7/hat", 1L));
  }

  @Test
  void aPictureGoesBackToTheRegistryWithItsVector() throws Exception {
    var image = new ImageVector(PK, "m", new float[] {1}, 2, 3, "trace");
    log.images.put(5L, image);
    var outcome = repair(StoredTable.VECTORS, PK, 1L, 9L, 5);
    assertThat(Objects.requireNonNull(outcome.repair()).image()).isEqualTo(image);
    assertThat(stores.deleted).isEmpty();
  }

  @Test
  void aPictureWhoseRecordWasReplacedWaits() throws Exception {
    stores.table(StoredTable.IMAGES).put(PK, 9L);
    var outcome = repair(StoredTable.IMAGES, PK, 1L, 9L, 5);
    assertThat(outcome).isEqualTo(new Repairs.Outcome(Repairs.Result.CHANGED, null));
    assertThat(stores.deleted).isEmpty();
  }

  @Test
  void aForeignVectorIsLeftToTheRegistryToo() throws Exception {
    var outcome = repair(StoredTable.VECTORS, PK, null, 9L, -1);
    var repair = Objects.requireNonNull(outcome.repair());
    assertThat(repair.table()).isEqualTo(StoredTable.VECTORS);
    assertThat(repair.image()).isNull();
    assertThat(stores.deleted).isEmpty();
  }

  @Test
  void aKeyThatIsNoneReachesNoFilterExpression() throws Exception {
    assertThat(repair(StoredTable.VECTORS, "\"] or true", null, 9L, -1))
        .isEqualTo(new Repairs.Outcome(Repairs.Result.REFUSED, null));
  }

  private Repairs.Outcome repair(
      StoredTable table, String key, @Nullable Long expected, Long found, long offset)
      throws IOException {
    var sighting = new Sighting(2, offset, expected, found, Map.of());
    return Repairs.repair(new WrongRow(table, key, sighting, offset < 0 ? -1 : 0), stores, log);
  }
}
