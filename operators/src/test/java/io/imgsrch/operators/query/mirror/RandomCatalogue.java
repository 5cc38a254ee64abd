package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Offers and images that come, change, go and come back, as the jobs would write them. */
final class RandomCatalogue {
  static final List<Scope> SCOPES =
      List.of(
          Scope.ALL,
          new Scope(Set.of(1L), null),
          new Scope(Set.of(1L, 3L), null),
          new Scope(null, "shoes"),
          new Scope(Set.of(0L, 2L), "bags"),
          new Scope(Set.of(7L), null),
          new Scope(null, "unknown"));

  private static final List<String> CATEGORIES = List.of("shoes", "bags", "hats");
  private static final List<String> IMAGES =
      Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
          .map(i -> Digest.sha256(new byte[] {i.byteValue()}))
          .toList();
  private static final int MERCHANTS = 4;
  private static final int PRODUCTS = 4;

  final Random random;
  private final Map<String, Offer> offers = new HashMap<>();

  RandomCatalogue(Random random) {
    this.random = random;
  }

  List<Object> records(int count) {
    var records = new ArrayList<Object>();
    for (int i = 0; i < count; i++) {
      records.add(random.nextInt(3) == 0 ? image() : offer(i));
    }
    return records;
  }

  private ImageVector image() {
    var imagePk = IMAGES.get(random.nextInt(IMAGES.size()));
    return random.nextInt(3) == 0
        ? ImageVector.purged(imagePk, "")
        : new ImageVector(imagePk, "model", new float[] {1}, 1, 1, "");
  }

  private Offer offer(int version) {
    long merchant = random.nextInt(MERCHANTS);
    var product = "p" + random.nextInt(PRODUCTS);
    var before = offers.get(merchant + "/" + product);
    boolean content = before == null || random.nextBoolean();
    var details = before == null ? null : before.details();
    if (content) {
      details = random.nextInt(5) == 0 ? null : details(random.nextBoolean());
    } else if (details != null) {
      details = details.with(random.nextBoolean(), version);
    }
    var after =
        new Offer(
            merchant,
            product,
            content || before == null
                ? revision(version, details, Digest.sha256(new byte[] {(byte) version}))
                : before.content(),
            content ? availability(before) : revision(version, details, ""),
            details,
            images(before, content),
            false,
            List.of(),
            "");
    offers.put(after.key(), after);
    return after;
  }

  private List<String> images(@Nullable Offer before, boolean content) {
    if (!content && before != null) {
      return before.imagePks();
    }
    return Arrays.stream(new int[1 + random.nextInt(3)])
        .mapToObj(i -> IMAGES.get(random.nextInt(IMAGES.size())))
        .toList();
  }

  private static @Nullable Revision availability(@Nullable Offer before) {
    return before == null ? null : before.availability();
  }

  private Details details(boolean available) {
    var category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
    return new Details("title", category, 1, "EUR", Map.of(), available);
  }

  private static Revision revision(long version, @Nullable Details details, String digest) {
    int rank =
        details == null
            ? Revision.DELETED
            : details.available() ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    return new Revision(version, rank, digest);
  }
}
