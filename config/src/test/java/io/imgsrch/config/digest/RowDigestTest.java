package io.imgsrch.config.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  private static final String PK = "ab".repeat(32);
  private static final Revision FIRST = new Revision(1, 0, "aa");
  private static final Details DETAILS =
      new Details("Hat", "Clothing", 100, "EUR", Map.of("size", "m"), true);
  private static final Offer OFFER = offer("hat", FIRST, null, DETAILS, List.of(PK));

  @Test
  void everyFieldOfAnOfferCountsButItsTrace() {
    var changed =
        Stream.of(
            offer("hats", FIRST, null, DETAILS, List.of(PK)),
            offer("hat", new Revision(2, 0, "aa"), null, DETAILS, List.of(PK)),
            offer("hat", new Revision(1, 1, "aa"), null, DETAILS, List.of(PK)),
            offer("hat", new Revision(1, 0, "ab"), null, DETAILS, List.of(PK)),
            offer("hat", FIRST, FIRST, DETAILS, List.of(PK)),
            offer("hat", FIRST, null, null, List.of(PK)),
            offer("hat", FIRST, null, DETAILS.with(false, 100), List.of(PK)),
            offer("hat", FIRST, null, DETAILS.with(true, 101), List.of(PK)),
            offer("hat", FIRST, null, DETAILS, List.of()),
            offer("hat", FIRST, null, DETAILS, List.of(PK, PK)));
    assertThat(changed.map(RowDigest::of).distinct())
        .hasSize(10)
        .doesNotContain(RowDigest.of(OFFER));
    var otherTrace =
        new Offer(7, "hat", FIRST, null, DETAILS, List.of(PK), false, List.of(), "another");
    assertThat(RowDigest.of(otherTrace)).isEqualTo(RowDigest.of(OFFER));
  }

  @Test
  void aTextThatMovesToTheNextFieldShows() {
    assertThat(RowDigest.of(offer(new Details("ab", "c", 1, "EUR", Map.of(), true))))
        .isNotEqualTo(RowDigest.of(offer(new Details("a", "bc", 1, "EUR", Map.of(), true))));
  }

  @Test
  void oneBitOfAVectorShows() {
    var vector = new float[] {0.6f, 0.8f};
    var other = new float[] {0.6f, Math.nextUp(0.8f)};
    assertThat(RowDigest.of(image(vector))).isNotEqualTo(RowDigest.of(image(other)));
    assertThat(RowDigest.ofVector(PK, "m", vector))
        .isNotEqualTo(RowDigest.ofVector(PK, "m", other));
    assertThat(RowDigest.of(image(vector)))
        .isNotEqualTo(RowDigest.of(ImageVector.purged(PK, "trace")));
  }

  @Test
  void aBitmapSaysWhereItsRecordStands() {
    var bitmap = new MerchantBitmap(PK, new byte[] {1}, "trace");
    assertThat(
            Stream.of(
                    RowDigest.of(bitmap, 1, 2),
                    RowDigest.of(bitmap, 1, 3),
                    RowDigest.of(bitmap, 2, 2),
                    RowDigest.of(new MerchantBitmap(PK, new byte[] {2}, "trace"), 1, 2))
                .distinct())
        .hasSize(4);
  }

  @Test
  void jsonIsAsPostgresPrintsIt() {
    assertThat(JsonbText.of(Map.of("bb", "\"\\\n\u0001ü🎩", "c", "", "ba", "x")))
        .isEqualTo("{\"c\": \"\", \"ba\": \"x\", \"bb\": \"\\\"\\\\\\n\\u0001ü🎩\"}");
    assertThat(JsonbText.of(List.of(new FailedPicture(2, Reason.NOT_AN_IMAGE))))
        .isEqualTo("[{\"index\": 2, \"reason\": \"NOT_AN_IMAGE\"}]");
  }

  @Test
  void everyKeyHasABlock() {
    assertThat(Blocks.ofImage("00" + "f".repeat(62))).isZero();
    assertThat(Blocks.ofImage("ff" + "0".repeat(62))).isEqualTo(255);
    assertThat(Blocks.ofImage("x")).isZero();
    assertThat(Blocks.prefix(10)).isEqualTo("0a");
    assertThat(Blocks.ofProduct("7/hat")).isBetween(0, 255).isEqualTo(Blocks.ofProduct("7/hat"));
  }

  private static Offer offer(Details details) {
    return offer("hat", FIRST, null, details, List.of(PK));
  }

  private static Offer offer(
      String product,
      Revision content,
      @Nullable Revision availability,
      @Nullable Details details,
      List<String> pictures) {
    return new Offer(
        7, product, content, availability, details, pictures, false, List.of(), "trace");
  }

  private static ImageVector image(float[] vector) {
    return new ImageVector(PK, "m", vector, 3, 4, "trace");
  }
}
