package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProductKeyTest {

  @Test
  void bothPartsComeBackWhateverTheProductIdHolds() {
    for (var productId : List.of("P1", "a/b", "/", "7/7", " ", "é🎩", "x".repeat(64))) {
      for (long merchantId : new long[] {0, 7, 0xFFFF_FFFFL}) {
        var key = ProductKey.of(merchantId, productId);
        assertThat(ProductKey.merchantId(key)).isEqualTo(merchantId);
        assertThat(ProductKey.productId(key)).isEqualTo(productId);
      }
    }
  }

  @Test
  void twoProductsNeverShareAKey() {
    assertThat(ProductKey.of(1, "2/3")).isNotEqualTo(ProductKey.of(12, "/3"));
    assertThat(ProductKey.of(1, "/2")).isNotEqualTo(ProductKey.of(1, "2"));
  }
}
