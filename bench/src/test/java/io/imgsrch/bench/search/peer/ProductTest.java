package io.imgsrch.bench.search.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductTest {
  private static final Item ITEM = new Item(123, new float[] {1}, 7, 9, 3);

  @ParameterizedTest
  @EnumSource(Shape.class)
  void itsKeySaysAllOfIt(Shape shape) {
    var product = Product.of(ITEM, shape);
    assertThat(Product.ofKey(product.key())).isEqualTo(product);
    assertThat(Product.itemOf(product.productId())).isEqualTo(123);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void aFilterForItsMerchantAndCategoryAdmitsItsOffer(Shape shape) {
    var offer = Product.of(ITEM, shape).offer();
    var scope = Product.scope(new Filter(shape, List.of(ITEM.merchant(shape)), 3));
    assertThat(scope.admits(offer.merchantId(), "category 3")).isTrue();
    assertThat(scope.admits(offer.merchantId(), "category 4")).isFalse();
  }

  @Test
  void aMerchantOfOneShapeIsNoneOfTheOther() {
    var both = new Item(1, new float[] {1}, 7, 7, 0);
    assertThat(Product.of(both, Shape.SPREAD).merchant())
        .isNotEqualTo(Product.of(both, Shape.CLUSTERED).merchant());
  }
}
