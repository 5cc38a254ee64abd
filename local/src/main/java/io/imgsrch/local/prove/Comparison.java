package io.imgsrch.local.prove;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.registry.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares every store, and what searches answer, with the model. The topics come first and the
 * dearest last: as long as one differs, those after it are not asked.
 */
public final class Comparison implements AutoCloseable {
  private static final double SAME_PICTURE = 0.9999;
  private static final double NORM = 1e-4;
  private static final int EMBEDDED_AGAIN = 20;
  private static final int SEARCHES = 200;

  private final Settings settings;
  private final Pictures pictures;
  private final long seed;
  private final Api api;
  private final TopicsView topics;
  private final StateView state;
  private boolean embedded;

  Comparison(Settings settings, Pictures pictures, long seed, Api api) {
    this.settings = settings;
    this.pictures = pictures;
    this.seed = seed;
    this.api = api;
    this.topics = new TopicsView(settings);
    this.state = new StateView(settings);
  }

  /**
   * Compares once.
   *
   * @return the differences of the first store that has any
   * @throws IOException if a store cannot be read
   */
  List<Lie> differences(World world) throws IOException, InterruptedException {
    for (var part :
        List.<Part>of(
            this::topics,
            this::deadLetters,
            this::postgres,
            this::milvus,
            this::state,
            this::rest)) {
      var differences = new Differences();
      part.compare(world, differences);
      if (!differences.found().isEmpty()) {
        return differences.found();
      }
    }
    return List.of();
  }

  @FunctionalInterface
  private interface Part {
    void compare(World world, Differences differences) throws IOException, InterruptedException;
  }

  private void topics(World world, Differences differences) throws IOException {
    topics.read();
    differences.compare("catalog.listings", world.listings(), topics.listings);
    differences.compare("catalog.offers", world.offers(), topics.offers);
    differences.compare(
        "catalog.images", world.mustEmbed(), world.mayEmbed(), topics.images.keySet());
    differences.compare("catalog.bitmaps", bitmaps(world, topics.bitmaps), topics.bitmaps);
  }

  /** A picture without a seller has an empty bitmap if it ever had one, else none. */
  private static Map<String, Set<Long>> bitmaps(World world, Map<String, Set<Long>> found) {
    var expected = new TreeMap<String, Set<Long>>();
    for (var imagePk : found.keySet()) {
      expected.put(imagePk, world.sellers(imagePk));
    }
    for (var imagePk : world.imageOffers().keySet()) {
      if (!world.sellers(imagePk).isEmpty()) {
        expected.put(imagePk, world.sellers(imagePk));
      }
    }
    return expected;
  }

  private void deadLetters(World world, Differences differences) {
    var store = "catalog.dead-letters";
    world
        .refused()
        .forEach(
            (at, reason) -> {
              if (!reasons(at).equals(Set.of(reason.name()))) {
                differences.add(store, at.toString(), reason, reasons(at));
              }
            });
    for (var missed : world.missed()) {
      if (missed.oneOf().stream().noneMatch(at -> reasons(at).contains(missed.reason().name()))) {
        differences.add(
            store, missed.key() + " at one of " + missed.oneOf(), missed.reason(), "none");
      }
    }
    for (var at : topics.letters.keySet()) {
      var allowed = world.allowed().getOrDefault(at, Set.of());
      for (var reason : reasons(at)) {
        if (!world.refused().containsKey(at) && allowed.stream().noneMatch(is(reason))) {
          differences.add(store, at.toString(), allowed.isEmpty() ? "nothing" : allowed, reason);
        }
      }
    }
  }

  private static Predicate<Reason> is(String name) {
    return reason -> reason.name().equals(name);
  }

  private Set<String> reasons(Position at) {
    return topics.letters.getOrDefault(at, Set.of());
  }

  private void postgres(World world, Differences differences) throws IOException {
    var archive = PostgresView.read(settings);
    differences.compare("PostgreSQL offers", world.offers(), archive.offers);
    differences.compare("PostgreSQL bitmaps", topics.bitmaps, archive.bitmaps);
    vectors("PostgreSQL images", archive.images, differences);
  }

  private void milvus(World world, Differences differences) throws IOException {
    var milvus = MilvusView.read(settings);
    milvus.twice().forEach(pk -> differences.add("Milvus", pk, "one row", "several"));
    vectors("Milvus", milvus.vectors(), differences);
  }

  /** A store of vectors must hold those of catalog.images, and no others. */
  private void vectors(String store, Map<String, float[]> found, Differences differences) {
    var keys = topics.images.keySet();
    differences.compare(store, keys, keys, found.keySet());
    topics.images.forEach(
        (imagePk, image) -> {
          var vector = found.get(imagePk);
          if (vector != null && !Arrays.equals(vector, image.vector())) {
            differences.add(store, imagePk, shown(image.vector()), shown(vector));
          }
        });
  }

  private static String shown(float[] vector) {
    return "vector " + Arrays.toString(Arrays.copyOf(vector, 3)) + " …";
  }

  private void state(World world, Differences differences)
      throws IOException, InterruptedException {
    differences.compare("state of offers", world.offers(), state.offers(world.offers().keySet()));
    var known = new TreeSet<>(world.imageOffers().keySet());
    known.addAll(topics.bitmaps.keySet());
    differences.compare("state of pictures", world.imageOffers(), state.imageOffers(known));
    var standings = state.standings(world.verdicts().keySet());
    world
        .verdicts()
        .forEach(
            (imagePk, fate) -> {
              var found = standings.getOrDefault(imagePk, Optional.<Standing>empty());
              if (found.isEmpty() || found.get().reason() != fate.reason()) {
                differences.add("state of verdicts", imagePk, verdict(fate.reason()), found);
              }
            });
  }

  private static Object verdict(@Nullable Reason reason) {
    return reason == null ? "ready" : reason;
  }

  private void rest(World world, Differences differences) throws InterruptedException {
    topics.images.values().forEach(image -> norm(image, differences));
    if (!embedded) {
      embedAgain(differences);
      embedded = true;
    }
    new Answers(api, world, topics.images, differences).compare(new Random(seed), SEARCHES);
  }

  private static void norm(ImageVector image, Differences differences) {
    double norm = Vectors.norm(image.vector());
    if (Math.abs(norm - 1) > NORM) {
      differences.add("catalog.images", image.imagePk(), "norm 1", norm);
    }
  }

  /** Costs an inference each, so it is done for a sample, and once. */
  private void embedAgain(Differences differences) {
    var sample = new ArrayList<>(topics.images.values());
    Collections.shuffle(sample, new Random(seed));
    try (var embedder = new PictureEmbedder(settings)) {
      for (var image : sample.subList(0, Math.min(EMBEDDED_AGAIN, sample.size()))) {
        var bytes = pictures.bytes(image.imagePk()).orElse(new byte[0]);
        double cosine = Vectors.cosine(embedder.embed(bytes).vector(), image.vector());
        if (cosine < SAME_PICTURE) {
          differences.add("catalog.images", image.imagePk(), "cosine 1 to its embedding", cosine);
        }
      }
    } catch (PictureException e) {
      differences.add("catalog.images", "a good picture", "an embedding", e.reason());
    }
  }

  @Override
  public void close() {
    topics.close();
    state.close();
  }
}
