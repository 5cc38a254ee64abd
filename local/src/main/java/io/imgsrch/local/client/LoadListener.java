package io.imgsrch.local.client;

/** Hears how far a load has come, from any thread. */
public interface LoadListener {

  /** So many of the products are acknowledged by Kafka. */
  void acknowledged(int products, int all);

  /** So many of the products are searchable. */
  void searchable(int products, int all);

  /** A listener that does nothing. */
  static LoadListener silent() {
    return new LoadListener() {
      @Override
      public void acknowledged(int products, int all) {}

      @Override
      public void searchable(int products, int all) {}
    };
  }
}
