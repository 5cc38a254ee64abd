package io.imgsrch.config.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockDigestTest {
  @Test
  void theOrderOfTheRowsDoesNotMatter() {
    var random = new Random(1);
    var rows = new ArrayList<Long>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(random.nextLong());
    }
    var before = fold(rows);
    Collections.shuffle(rows, random);
    assertThat(fold(rows)).isEqualTo(before);
    assertThat(fold(rows.subList(0, 400)).plus(fold(rows.subList(400, 1_000)))).isEqualTo(before);
  }

  @Test
  void whatIsTakenOutLeavesTheRest() {
    var block = BlockDigest.EMPTY.plus(Long.MAX_VALUE).plus(-7).plus(Long.MAX_VALUE);
    assertThat(block.minus(Long.MAX_VALUE).minus(Long.MAX_VALUE))
        .isEqualTo(BlockDigest.EMPTY.plus(-7));
  }

  @Test
  void aRowThatIsThereTwiceShows() {
    var once = BlockDigest.EMPTY.plus(5);
    assertThat(once.plus(5).plus(5).sum()).isNotEqualTo(once.sum());
  }

  private static BlockDigest fold(Iterable<Long> rows) {
    var block = BlockDigest.EMPTY;
    for (var row : rows) {
      block = block.plus(row);
    }
    return block;
  }
}
