package io.imgsrch.local.catalogue;

import java.util.List;

/** Products, each key once. */
public record Catalogue(List<CatalogueProduct> products) {

  /** How many pictures the products have together. */
  public int pictures() {
    return products.stream().mapToInt(product -> product.pictures().size()).sum();
  }
}
