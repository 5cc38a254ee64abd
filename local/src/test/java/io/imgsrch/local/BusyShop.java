package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shop whose products change and are searched for while a test does something else. Product
 * number n, from 1 on, shows picture n.
 */
final class BusyShop {
  static final long MERCHANT = 1;

  /** The first products are always found, as many after them come and go. */
  static final int STEADY = 10;

  private static final int CHANGES_OF_A_NEW_PICTURE = 5;

  private final Shop shop;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger searches = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private int listed;
  private volatile boolean over;

  /** Lists products, and waits until a search finds them. */
  BusyShop(Shop shop, int products) throws Exception {
    this.shop = shop;
    while (listed < products) {
      listNext();
    }
    for (int number = 1; number <= products; number++) {
      awaitHits(number, 1);
    }
  }

  static String pk(int number) throws IOException {
    return Digest.sha256(Files.readAllBytes(Shop.picture(number)));
  }

  /**
   * Does something meanwhile. No search may fail or miss its product, every change has to be seen,
   * and no picture be fetched or embedded but those of new products, each once.
   */
  <T> T meanwhile(Callable<T> work) throws Exception {
    var fetches = Failpoint.FETCH.arm(Fault.counting());
    var inferences = Failpoint.INFERENCE.arm(Fault.counting());
    int before = listed;
    over = false;
    var threads = Executors.newFixedThreadPool(2);
    try {
      var running = List.<Future<?>>of(threads.submit(this::search), threads.submit(this::trade));
      awaitWork();
      var result = work.call();
      awaitWork();
      over = true;
      for (var each : running) {
        each.get();
      }
      assertThat(failures).isEmpty();
      assertThat(inferences.reached()).isEqualTo(listed - before);
      assertThat(fetches.reached()).isEqualTo(listed - before);
      System.out.printf(
          "%d searches and %d changes, %d of them new pictures%n",
          searches.get(), changes.get(), listed - before);
      return result;
    } finally {
      over = true;
      threads.shutdownNow();
      Failpoint.disarmAll();
    }
  }

  /** Until every picture was searched for, and there is a new one. */
  private void awaitWork() {
    int searched = searches.get() + 2 * STEADY;
    int changed = changes.get() + CHANGES_OF_A_NEW_PICTURE;
    eventually(() -> !failures.isEmpty() || (searches.get() > searched && changes.get() > changed));
  }

  private void search() {
    for (int i = 0; !over; i++) {
      int number = 1 + i % STEADY;
      try {
        int hits = shop.hitsOf(pk(number), MERCHANT);
        if (hits != 1) {
          failures.add("picture " + number + " had " + hits + " hits");
        }
        searches.incrementAndGet();
      } catch (Exception e) {
        failures.add(e.toString());
      }
    }
  }

  /** One change after the other, each as soon as a search sees the one before. */
  private void trade() {
    try {
      while (!over) {
        int change = changes.incrementAndGet();
        if (change % CHANGES_OF_A_NEW_PICTURE == 0) {
          listNext();
          awaitHits(listed, 1);
        } else {
          int number = STEADY + 1 + change % STEADY;
          boolean available = change / STEADY % 2 == 1;
          shop.setAvailable(MERCHANT, "p" + number, change, available);
          awaitHits(number, available ? 1 : 0);
        }
      }
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  private void listNext() throws Exception {
    int number = listed + 1;
    shop.list(MERCHANT, "p" + number, 1, Shop.picture(number));
    listed = number;
  }

  private void awaitHits(int number, int hits) throws Exception {
    var imagePk = pk(number);
    eventually(() -> shop.hitsOf(imagePk, MERCHANT) == hits);
  }
}
