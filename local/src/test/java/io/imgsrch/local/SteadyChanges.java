package io.imgsrch.local;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Changes products of a merchant, all of which show one picture, while a test does something else:
 * what they are and what they cost, one event as soon as Kafka has acknowledged the one before.
 */
final class SteadyChanges implements AutoCloseable {
  private static final int PRODUCTS = 6;

  /** One of so many events about a product says what it is, the others what it costs. */
  private static final int PRICES = 4;

  private static final String BURSTING = "bursting";

  /** More than a job's buffers hold and than it works off at once. */
  private static final int BURST = 20_000;

  private final Shop shop;
  private final long merchant;
  private final EventPicture picture;
  private final Map<String, Position> positions = new ConcurrentSkipListMap<>();
  private final Map<String, Offered> offered = new ConcurrentSkipListMap<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> running;
  private long bursts;
  private volatile long events;
  private volatile boolean over;

  /** The newest that Kafka acknowledged about a product. */
  record Offered(long contentVersion, long availabilityVersion, long priceMinor) {}

  SteadyChanges(Shop shop, long merchant, EventPicture picture) {
    this.shop = shop;
    this.merchant = merchant;
    this.picture = picture;
    running = thread.submit(this::run);
  }

  private Void run() throws Exception {
    for (long event = 0; !over; event++) {
      change("changing-" + event % PRODUCTS, 1 + event / PRODUCTS);
      events = event;
    }
    return null;
  }

  private void change(String product, long version) throws Exception {
    if (version % PRICES == 1) {
      describe(product, version);
    } else {
      price(product, version);
    }
  }

  private void describe(String product, long version) throws Exception {
    var event =
        new CatalogueProduct(
                merchant, product, version, "A thing", "Things", 1, "EUR", true, List.of())
            .event(List.of(picture));
    send(Topic.PRODUCTS, product, event);
    offered.compute(
        product,
        (key, known) ->
            known == null
                ? new Offered(version, 0, 1)
                : new Offered(version, known.availabilityVersion(), known.priceMinor()));
  }

  private void price(String product, long version) throws Exception {
    send(Topic.AVAILABILITY, product, Shop.priced(merchant, product, version, true, version));
    offered.computeIfPresent(
        product, (key, known) -> new Offered(known.contentVersion(), version, version));
  }

  /**
   * Changes one more product so often that the task which reads its partition is held up by those
   * after it, while others are not; waits for nothing.
   */
  void burst() throws Exception {
    if (bursts == 0) {
      describe(BURSTING, 1);
    }
    long first = BURST * bursts++;
    for (long version = first + 1; version <= first + BURST; version++) {
      shop.sendLater(
          Topic.AVAILABILITY,
          ProductKey.of(merchant, BURSTING),
          Shop.priced(merchant, BURSTING, version, true, version));
    }
  }

  private void send(Topic topic, String product, byte[] event) throws Exception {
    positions.put(topic + product, shop.position(topic, merchant, product, event));
  }

  /** How many were acknowledged; fails if one was not. */
  long events() throws Exception {
    if (running.isDone()) {
      running.get();
    }
    return events;
  }

  /** What is offered, once this is closed. */
  Map<String, Offered> offered() {
    return offered;
  }

  /** Where the last event of each product and topic is, once this is closed. */
  Position[] positions() {
    return positions.values().toArray(Position[]::new);
  }

  /** Ends the changes; fails if one of them was not acknowledged. */
  @Override
  public void close() throws Exception {
    over = true;
    thread.shutdown();
    running.get(1, TimeUnit.MINUTES);
    price(BURSTING, BURST * bursts + 1);
  }
}
