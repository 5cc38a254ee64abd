package io.imgsrch.local.client;

import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.PictureSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Catalogues for tests. */
final class Products {
  private Products() {}

  static CatalogueProduct product(String id, PictureSource... pictures) {
    return new CatalogueProduct(
        7, id, 5, "Hat", "Clothing", 2_999, "EUR", true, List.copyOf(Arrays.asList(pictures)));
  }

  /** So many products, each with one remote picture. */
  static Catalogue remote(int count) {
    return new Catalogue(
        IntStream.range(0, count)
            .mapToObj(i -> product("P" + i, new PictureSource.Remote("http://h/" + i)))
            .toList());
  }
}
