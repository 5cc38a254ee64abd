package io.imgsrch.operators.query.serve;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.Counter;

/** Counts the reads that gave no answer. */
record CountedValidity(ValidityReader reader, Counter failures) implements ValidityReader {
  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return count(reader.imageOffers(imagePk), failures);
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return count(reader.offer(productKey), failures);
  }

  @Override
  public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
    var counted = new HashMap<String, CompletableFuture<Optional<Offer>>>();
    reader.offers(productKeys).forEach((key, read) -> counted.put(key, count(read, failures)));
    return counted;
  }

  static <T> CompletableFuture<T> count(CompletableFuture<T> read, Counter failures) {
    return read.whenComplete(
        (value, error) -> {
          if (error != null) {
            failures.inc();
          }
        });
  }

  @Override
  public void close() {
    reader.close();
  }
}
