package io.imgsrch.bench;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.mirror.Mirror;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the mirror weighs and takes, by a catalogue of offers with one picture each, 200 categories
 * and 1,000 merchants. The argument is their number, a million by default.
 */
public final class MirrorWeight {
  private static final int MERCHANTS = 1_000;
  private static final int CATEGORIES = 200;
  private static final float[] VECTOR = {1};
  private static final int CHANGES = 100_000;

  /** As many as come in the five milliseconds between two publications, at 1,000 a second. */
  private static final int CHANGES_PER_PUBLICATION = 5;

  private static final int LOOKUPS = 1_000_000;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Mirror mirror = new Mirror();
  private final int count;
  private final Random random = new Random(1);

  private MirrorWeight(int count) {
    this.count = count;
  }

  /** Prints the figures. */
  public static void main(String[] args) {
    new MirrorWeight(args.length == 0 ? 1_000_000 : Integer.parseInt(args[0])).run();
  }

  private void run() {
    long empty = heapBytes();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      mirror.apply(new ImageVector(imagePk(i), "model", VECTOR, 1, 1, ""));
      mirror.apply(offer(i, 1, true));
    }
    mirror.publish(1);
    System.out.printf("read: %.1f us an offer%n", micros(start, count));
    System.out.printf("heap: %.0f bytes an offer%n", (heapBytes() - empty) / (double) count);

    start = System.nanoTime();
    for (int i = 0; i < CHANGES; i++) {
      mirror.apply(offer(random.nextInt(count), i + 2, random.nextBoolean()));
      if (i % CHANGES_PER_PUBLICATION == 0) {
        mirror.publish(1);
      }
    }
    System.out.printf("changed and published: %.1f us an offer%n", micros(start, CHANGES));
    System.out.printf("heap then: %.0f bytes an offer%n", (heapBytes() - empty) / (double) count);

    var view = mirror.view();
    long[] found = new long[1];
    var pictures = new String[LOOKUPS / 10];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = imagePk(random.nextInt(count));
    }
    start = System.nanoTime();
    for (int i = 0; i < LOOKUPS; i++) {
      view.offers(pictures[i % pictures.length], Scope.ALL, (merchant, product) -> found[0]++);
    }
    System.out.printf("looked up: %.2f us a picture, %d found%n", micros(start, LOOKUPS), found[0]);
  }

  private static double micros(long start, int times) {
    return (System.nanoTime() - start) / NANOS_PER_MICRO / times;
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String imagePk(int i) {
    return Digest.sha256(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
  }

  private static Offer offer(int i, long version, boolean available) {
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    return new Offer(
        i % MERCHANTS,
        "product-" + i,
        new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
        new Revision(version, rank, "0".repeat(32)),
        new Details(
            "title", "category " + (i / MERCHANTS) % CATEGORIES, 1, "EUR", Map.of(), available),
        List.of(imagePk(i)),
        false,
        List.of(),
        "");
  }
}
