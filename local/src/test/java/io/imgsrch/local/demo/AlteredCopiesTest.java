package io.imgsrch.local.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.embed.EmbeddingModel;
import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.PictureDecoder;
import io.imgsrch.operators.picture.PictureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The copies differ from their originals, and the model still knows them among all pictures. */
final class AlteredCopiesTest {
  private static final long SEED = 1;

  @Test
  void sameSeedSameCopies() throws Exception {
    List<AlteredCopy> copies = AlteredCopies.of(pictures(), 20, SEED);
    List<AlteredCopy> again = AlteredCopies.of(pictures(), 20, SEED);
    for (int i = 0; i < copies.size(); i++) {
      AlteredCopy copy = copies.get(i);
      assertThat(again.get(i).jpeg()).as(copy.edit()).isEqualTo(copy.jpeg());
      assertThat(copy.jpeg()).as(copy.edit()).isNotEqualTo(Files.readAllBytes(copy.original()));
    }
    assertThat(copies.stream().map(AlteredCopy::original)).doesNotHaveDuplicates();
    assertThat(copies.stream().map(AlteredCopy::edit).distinct()).hasSize(8);
    assertThat(AlteredCopies.of(pictures(), 1, SEED + 1).get(0).jpeg())
        .isNotEqualTo(copies.get(0).jpeg());
  }

  @Test
  void findsTheOriginalsByBruteForce() throws Exception {
    List<Path> pictures = pictures();
    assertThat(pictures).hasSize(404);
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      Map<Path, float[]> catalogue = new HashMap<>();
      for (Path picture : pictures) {
        catalogue.put(picture, embed(model, Files.readAllBytes(picture)));
      }
      Recall few = recall(model, catalogue, AlteredCopies.of(pictures, 20, SEED));
      Recall many = recall(model, catalogue, AlteredCopies.of(pictures, 200, SEED + 1));
      System.out.printf("20 altered copies: %s%n200 altered copies: %s%n", few, many);
      assertThat(few.at10()).isGreaterThanOrEqualTo(0.9);
      assertThat(many.at10()).isGreaterThanOrEqualTo(0.9);
    }
  }

  private record Recall(double at1, double at10, double leastLead, Map<String, String> byEdit) {}

  private static Recall recall(
      EmbeddingModel model, Map<Path, float[]> catalogue, List<AlteredCopy> copies)
      throws PictureException {
    int first = 0;
    int amongTen = 0;
    double leastLead = 1;
    Map<String, int[]> byEdit = new TreeMap<>();
    for (AlteredCopy copy : copies) {
      float[] query = embed(model, copy.jpeg());
      double own = similarity(query, requireNonNull(catalogue.get(copy.original())));
      leastLead = Math.min(leastLead, own - bestOther(query, catalogue, copy.original()));
      long better = catalogue.values().stream().filter(v -> similarity(query, v) > own).count();
      int[] counts = byEdit.computeIfAbsent(copy.edit(), edit -> new int[3]);
      counts[0]++;
      if (better < 1) {
        first++;
        counts[1]++;
      }
      if (better < 10) {
        amongTen++;
        counts[2]++;
      }
    }
    Map<String, String> shares = new TreeMap<>();
    byEdit.forEach((edit, n) -> shares.put(edit, n[1] + "/" + n[2] + " of " + n[0]));
    return new Recall(
        (double) first / copies.size(), (double) amongTen / copies.size(), leastLead, shares);
  }

  private static double bestOther(float[] query, Map<Path, float[]> catalogue, Path original) {
    return catalogue.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(original))
        .mapToDouble(entry -> similarity(query, entry.getValue()))
        .max()
        .orElseThrow();
  }

  private static float[] embed(EmbeddingModel model, byte[] picture) throws PictureException {
    ByteBuffer input = ModelInput.allocate();
    ModelInput.fill(new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS).decode(picture), input);
    return model.embed(input);
  }

  private static double similarity(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }

  private static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sample", "images"))) {
      return files.sorted().toList();
    }
  }
}
