package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.ScoredImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestImagesTest {
  @Test
  void theBestAreLeftWhateverTheirOrder() {
    var random = new Random(1);
    for (int round = 0; round < 500; round++) {
      int capacity = random.nextInt(20);
      var best = new BestImages(capacity);
      var all = new ArrayList<ScoredImage>();
      int count = random.nextInt(60);
      for (int image = 0; image < count; image++) {
        float score = random.nextInt(10);
        all.add(new ScoredImage("%02d".formatted(image), score));
      }
      Collections.shuffle(all, random);
      all.forEach(image -> best.offer(Integer.parseInt(image.imagePk()), image.score()));
      all.sort(
          Comparator.comparing(ScoredImage::score).reversed().thenComparing(ScoredImage::imagePk));
      int size = Math.min(capacity, count);
      assertThat(best.size()).isEqualTo(size);
      for (int i = size - 1; i >= 0; i--) {
        assertThat(best.worstScore()).isEqualTo(all.get(i).score());
        assertThat(best.removeWorst()).isEqualTo(Integer.parseInt(all.get(i).imagePk()));
      }
    }
  }
}
