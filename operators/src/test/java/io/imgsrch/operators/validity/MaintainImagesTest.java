package io.imgsrch.operators.validity;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.ProductKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaintainImagesTest {
  private static final Settings SETTINGS =
      Settings.of(List.of())
          .with(ValidityOptions.BITMAP_INTERVAL, "200", "test")
          .with(ReconcileOptions.TOPIC_PATIENCE, "0", "test");

  private KeyedOneInputStreamOperatorTestHarness<String, ImageOfferChange, MerchantBitmap> harness()
      throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
        new MaintainImages(SETTINGS), ImageOfferChange::imagePk, Types.STRING);
  }

  @Test
  void publishesTheFirstChangeAtOnceAndTheLastOfManyAfterTheInterval() throws Exception {
    try (var harness = harness()) {
      harness.setProcessingTime(1_000);
      harness.processElement(change(1, "p", true), 0);
      harness.processElement(change(2, "p", true), 0);
      harness.processElement(change(3, "p", true), 0);
      assertThat(merchants(harness)).containsExactly(List.of(1L));

      harness.setProcessingTime(1_200);
      assertThat(merchants(harness)).containsExactly(List.of(1L), List.of(1L, 2L, 3L));

      harness.setProcessingTime(1_400);
      assertThat(merchants(harness)).hasSize(2);
    }
  }

  @Test
  void aClockThatIsPutBackHoldsUpNoLaterChange() throws Exception {
    try (var harness = harness()) {
      harness.setProcessingTime(Duration.ofDays(10).toMillis());
      harness.processElement(change(1, "p", true), 0);
      harness.processElement(change(2, "p", true), 0);
      assertThat(merchants(harness)).containsExactly(List.of(1L));

      harness.setProcessingTime(1_000);
      harness.processElement(change(3, "p", true), 0);
      assertThat(merchants(harness)).containsExactly(List.of(1L), List.of(1L, 2L, 3L));

      harness.processElement(change(4, "p", true), 0);
      assertThat(merchants(harness)).hasSize(2);
      harness.setProcessingTime(1_200);
      assertThat(merchants(harness)).hasSize(3).last().isEqualTo(List.of(1L, 2L, 3L, 4L));
      harness.setProcessingTime(1_400);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aMerchantLeavesWithTheLastOfferOnSale() throws Exception {
    try (var harness = harness()) {
      harness.processElement(change(1, "p", true), 0);
      harness.processElement(change(1, "q", true), 0);
      harness.setProcessingTime(1_000);
      harness.processElement(change(1, "p", false), 0);
      harness.setProcessingTime(2_000);
      assertThat(merchants(harness)).containsExactly(List.of(1L));

      harness.processElement(change(1, "q", null), 0);
      harness.setProcessingTime(3_000);
      assertThat(merchants(harness)).containsExactly(List.of(1L), List.of());
    }
  }

  @Test
  void leavesNoStateBehindOnceNobodyOffersThePicture() throws Exception {
    try (var harness = harness()) {
      harness.processElement(change(0xFFFF_FFFFL, "p", true), 0);
      harness.processElement(change(0xFFFF_FFFFL, "p", null), 0);
      harness.setProcessingTime(1_000);
      harness.setProcessingTime(2_000);
      assertThat(merchants(harness)).containsExactly(List.of(0xFFFF_FFFFL), List.of());
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aBitmapIsToldOnceMoreAsItIs() throws Exception {
    try (var harness = harness()) {
      harness.processElement(change(1, "p", true), 0);
      harness.setProcessingTime(1_000);
      harness.processElement(ImageOfferChange.restate("image", "trace"), 0);
      assertThat(merchants(harness)).containsExactly(List.of(1L), List.of(1L));
      harness.setProcessingTime(2_000);
      assertThat(merchants(harness)).hasSize(2);
    }
  }

  @Test
  void theLastBitmapIsThatOfTheOffersOnSale() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var onSale = new HashMap<String, Boolean>();
      try (var harness = harness()) {
        for (int i = 0; i < 60; i++) {
          long merchantId = random.nextInt(4);
          var productId = "p" + random.nextInt(3);
          @Nullable Boolean available =
              random.nextInt(4) == 0 ? null : Boolean.valueOf(random.nextBoolean());
          harness.processElement(change(merchantId, productId, available), 0);
          var key = ProductKey.of(merchantId, productId);
          if (available == null) {
            onSale.remove(key);
          } else {
            onSale.put(key, available);
          }
          harness.setProcessingTime(harness.getProcessingTime() + random.nextInt(100));
        }
        harness.setProcessingTime(harness.getProcessingTime() + 1_000);
        var expected = new TreeSet<Long>();
        onSale.forEach(
            (key, available) -> {
              if (available) {
                expected.add(ProductKey.merchantId(key));
              }
            });
        var published = merchants(harness);
        var end = published.isEmpty() ? List.of() : published.get(published.size() - 1);
        assertThat(end).as("seed %d", seed).isEqualTo(List.copyOf(expected));
      }
    }
  }

  @Test
  void whatOnlyALostRunPublishedIsTakenBack() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var lost = harness()) {
      lost.setProcessingTime(1_000);
      lost.processElement(change(1, "p", false), 0);
      lost.setProcessingTime(2_000);
      checkpoint = lost.snapshot(1, 0);
      lost.processElement(change(1, "p", true), 0);
      assertThat(merchants(lost)).last().isEqualTo(List.of(1L));
    }
    try (var next = restored(checkpoint)) {
      next.processElement(change(1, "p", null), 0); // before it is on sale: nothing changes
      assertThat(merchants(next)).containsExactly(List.of());
    }
  }

  @Test
  void whatOnlyALostRunPublishedIsTakenBackWhenThePictureMayBePublishedAgain() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var lost = harness()) {
      lost.setProcessingTime(1_000);
      lost.processElement(change(1, "p", false), 0);
      lost.setProcessingTime(1_100);
      checkpoint = lost.snapshot(1, 0);
      lost.processElement(change(1, "p", true), 0);
      lost.setProcessingTime(1_200);
      assertThat(merchants(lost)).last().isEqualTo(List.of(1L));
    }
    try (var next = restored(checkpoint)) {
      next.setProcessingTime(1_150);
      next.processElement(change(1, "p", null), 0);
      assertThat(merchants(next)).isEmpty();
      next.setProcessingTime(1_200);
      assertThat(merchants(next)).containsExactly(List.of());
    }
    try (var putBack = restored(checkpoint)) {
      putBack.setProcessingTime(500);
      putBack.processElement(change(1, "p", null), 0);
      assertThat(merchants(putBack)).containsExactly(List.of());
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ImageOfferChange, MerchantBitmap>
      restored(OperatorSubtaskState checkpoint) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new MaintainImages(SETTINGS)),
            ImageOfferChange::imagePk,
            Types.STRING);
    harness.initializeState(checkpoint);
    harness.open();
    return harness;
  }

  private static ImageOfferChange change(
      long merchantId, String productId, @Nullable Boolean available) {
    var offer = available == null ? null : new ImageOffer(merchantId, productId, "Toys", available);
    return ImageOfferChange.of("image", ProductKey.of(merchantId, productId), offer, "trace");
  }

  private static List<List<Long>> merchants(
      KeyedOneInputStreamOperatorTestHarness<String, ImageOfferChange, MerchantBitmap> harness) {
    return harness.extractOutputValues().stream()
        .map(record -> Merchants.read(record.merchants()))
        .map(bitmap -> bitmap.stream().mapToObj(Integer::toUnsignedLong).sorted().toList())
        .toList();
  }
}
