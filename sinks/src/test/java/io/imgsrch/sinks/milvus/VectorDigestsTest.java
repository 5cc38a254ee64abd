package io.imgsrch.sinks.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.digest.Blocks;
import org.junit.jupiter.api.Test;

class VectorDigestsTest {
  @Test
  void aRangeIsOfPrimaryKeysAloneAndTogetherTheyHoldEveryKey() {
    assertThat(VectorDigests.range(0, 255)).isEqualTo("image_pk != \"\"");
    assertThat(VectorDigests.range(0, 0)).isEqualTo("image_pk != \"\" && image_pk < \"01\"");
    assertThat(VectorDigests.range(16, 31))
        .isEqualTo("image_pk != \"\" && image_pk >= \"10\" && image_pk < \"20\"");
    assertThat(VectorDigests.range(255, 255)).isEqualTo("image_pk != \"\" && image_pk >= \"ff\"");
  }

  @Test
  void aKeyIsInTheBlockOfItsPrefixAndWhatIsNoneInThatOfItsRange() {
    for (int block = 0; block < Blocks.COUNT; block++) {
      var key = Blocks.prefix(block) + "0".repeat(62);
      assertThat(VectorDigests.blockOf(key)).isEqualTo(block).isEqualTo(Blocks.ofImage(key));
    }
    assertThat(VectorDigests.blockOf("!")).isZero();
    assertThat(VectorDigests.blockOf("Z")).isEqualTo(0x9f);
    assertThat(VectorDigests.blockOf("zz")).isEqualTo(255);
  }

  @Test
  void aQueryReadsAboutAsManyRowsHoweverManyThereAre() {
    assertThat(VectorDigests.blocksPerQuery(0)).isEqualTo(256);
    assertThat(VectorDigests.blocksPerQuery(2_000)).isEqualTo(255);
    assertThat(VectorDigests.blocksPerQuery(32_000)).isEqualTo(15);
    assertThat(VectorDigests.blocksPerQuery(10_000_000)).isEqualTo(1);
  }
}
