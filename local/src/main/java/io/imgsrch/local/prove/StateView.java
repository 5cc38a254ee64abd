package io.imgsrch.local.prove;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.operators.query.state.StandingStateReader;
import io.imgsrch.operators.query.state.ValidityStateReader;
import io.imgsrch.operators.registry.Standing;
import io.imgsrch.operators.validity.ImageOffer;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What queryable state says now. Every read has the deadline of a search's. */
final class StateView implements AutoCloseable {
  /** Reads on the way: fewer than searches may have, which still run. */
  private static final int AT_ONCE = 64;

  private static final long DEADLINE_SECONDS = 10;

  private final ValidityStateReader validity;
  private final StandingStateReader standings;

  StateView(Settings settings) {
    validity = new ValidityStateReader(settings);
    standings = new StandingStateReader(settings);
  }

  /** The offers of these products, of those that there are. */
  Map<String, OfferFacts> offers(Collection<String> keys) throws IOException, InterruptedException {
    var offers = new TreeMap<String, OfferFacts>();
    read(keys, validity::offer)
        .forEach((key, offer) -> offer.ifPresent(o -> offers.put(key, TopicsView.facts(o))));
    return offers;
  }

  /** The offers of these pictures, by product key. */
  Map<String, Map<String, ImageOffer>> imageOffers(Collection<String> imagePks)
      throws IOException, InterruptedException {
    var images = new TreeMap<String, Map<String, ImageOffer>>();
    for (var image : read(imagePks, validity::imageOffers).entrySet()) {
      var offers = new TreeMap<String, ImageOffer>();
      image.getValue().forEach(o -> offers.put(ProductKey.of(o.merchantId(), o.productId()), o));
      if (!offers.isEmpty()) {
        images.put(image.getKey(), offers);
      }
    }
    return images;
  }

  /** The verdicts on these pictures, empty where there is none. */
  Map<String, Optional<Standing>> standings(Collection<String> imagePks)
      throws IOException, InterruptedException {
    return read(imagePks, standings::standing);
  }

  private static <T> Map<String, T> read(
      Collection<String> keys, Function<String, CompletableFuture<T>> reader)
      throws IOException, InterruptedException {
    var values = new LinkedHashMap<String, T>();
    var all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var reads = new LinkedHashMap<String, CompletableFuture<T>>();
      for (var key : all.subList(from, Math.min(from + AT_ONCE, all.size()))) {
        reads.put(key, reader.apply(key));
      }
      for (var read : reads.entrySet()) {
        try {
          values.put(read.getKey(), read.getValue().get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
          throw new IOException("cannot read the state of %s: %s".formatted(read.getKey(), e), e);
        }
      }
    }
    return values;
  }

  @Override
  public void close() {
    validity.close();
    standings.close();
  }
}
