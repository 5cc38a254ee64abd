package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.event.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * As many pictures of a merchant as are put into clusters, one to a product. Those of a family are
 * more like each other than any others, and more than a page of them takes.
 */
final class PictureFamilies {
  static final int COUNT = 1 << 14;

  private static final int FAMILY = 32;
  private static final double LEAST_NOISE = 0.2;
  private static final double MORE_NOISE_EACH = 0.02;
  private static final double NOISE_OF_A_QUESTION = 0.3;

  private final float[][] vectors = new float[COUNT][];
  private final List<float[]> questions = new ArrayList<>();

  private PictureFamilies(int dimension) {
    var random = new Random(1);
    for (int first = 0; first < COUNT; first += FAMILY) {
      var middle = IndexedPictures.anyVector(random, dimension);
      for (int i = 0; i < FAMILY; i++) {
        double noise = LEAST_NOISE + i * MORE_NOISE_EACH;
        vectors[first + i] = IndexedPictures.near(middle, noise, random);
      }
      questions.add(IndexedPictures.near(middle, NOISE_OF_A_QUESTION, random));
    }
  }

  /** Lists them, and does not wait until they are there. */
  static PictureFamilies list(Shop shop, long merchant) throws Exception {
    var families = new PictureFamilies(shop.platform().settings().get(EmbedOptions.DIMENSION));
    for (int picture = 0; picture < COUNT; picture++) {
      var imagePk = Digest.sha256(product(picture).getBytes(US_ASCII));
      IndexedPictures.sendVector(shop, imagePk, families.vectors[picture]);
      IndexedPictures.sendListing(shop, merchant, product(picture), List.of(imagePk));
    }
    return families;
  }

  /** A vector that is like the pictures of one family. */
  float[] question(int family) {
    return questions.get(family);
  }

  /** The products whose pictures are most like a vector, by scoring each of them here. */
  List<String> nearest(float[] vector, int count) {
    record Scored(String product, double score) {}

    var scored = new ArrayList<Scored>();
    for (int picture = 0; picture < COUNT; picture++) {
      scored.add(new Scored(product(picture), dot(vectors[picture], vector)));
    }
    return scored.stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .limit(count)
        .map(Scored::product)
        .toList();
  }

  private static String product(int picture) {
    return "family-%d-%d".formatted(picture / FAMILY, picture % FAMILY);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
