package io.imgsrch.operators.validity;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.MerchantBitmap;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code catalog.bitmaps} says, whoever writes to it, ends as what the state says. */
class BitmapTopicTest {
  private static final String PK = "image";

  private KeyedOneInputStreamOperatorTestHarness<String, ImageOfferChange, MerchantBitmap> harness;

  @BeforeEach
  void open() throws Exception {
    var settings = Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, "1000", "test");
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new MaintainImages(settings), ImageOfferChange::imagePk, Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aBitmapThatTheTopicLostIsPublishedOnceMore() throws Exception {
    sell(7, true);
    readNewest();
    hear(ImageOfferChange.unreadable(PK));
    later(2_000);
    assertThat(published()).containsExactly(List.of(7L), List.of(7L));
    readNewest();
    later(5_000);
    assertThat(published()).hasSize(2);
  }

  @Test
  void aBitmapThatIsAnotherIsReplaced() throws Exception {
    sell(7, true);
    readNewest();
    hear(another());
    later(2_000);
    assertThat(published()).last().isEqualTo(List.of(7L));
    assertThat(published()).hasSize(2);
  }

  @Test
  void nobodySellsAPictureThatOnlyTheTopicKnows() throws Exception {
    hear(another());
    later(2_000);
    assertThat(published()).containsExactly(List.of());
    readNewest();
    later(5_000);
    assertThat(published()).hasSize(1);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void thatNobodySellsItAndThatNothingIsSaidIsTheSame() throws Exception {
    sell(7, true);
    sell(7, false);
    later(500);
    readNewest();
    hear(ImageOfferChange.unreadable(PK));
    later(5_000);
    assertThat(published()).containsExactly(List.of(7L), List.of());
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  private void sell(long merchantId, boolean available) throws Exception {
    hear(
        ImageOfferChange.of(
            PK, merchantId + "/p", new ImageOffer(merchantId, "p", "Toys", available), "trace"));
  }

  private static ImageOfferChange another() throws Exception {
    var merchants = Merchants.with(null, 9, true);
    return ImageOfferChange.published(
        new MerchantBitmap(PK, merchants == null ? Merchants.NONE : merchants, "foreign"));
  }

  private void readNewest() throws Exception {
    var published = harness.extractOutputValues();
    hear(ImageOfferChange.published(published.get(published.size() - 1)));
  }

  private void hear(ImageOfferChange change) throws Exception {
    harness.processElement(change, 0);
  }

  private void later(long millis) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + millis);
  }

  private List<List<Long>> published() {
    return harness.extractOutputValues().stream()
        .map(record -> Merchants.read(record.merchants()))
        .map(bitmap -> bitmap.stream().mapToObj(Integer::toUnsignedLong).sorted().toList())
        .toList();
  }
}
