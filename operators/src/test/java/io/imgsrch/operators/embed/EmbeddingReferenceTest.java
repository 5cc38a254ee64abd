package io.imgsrch.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.PictureDecoder;
import io.imgsrch.operators.picture.ReferencePictures;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Java gives the vectors of the model's contract, for every kind of file that is read. */
final class EmbeddingReferenceTest {
  private static final double LEAST_MEAN_COSINE = 0.995;
  private static final double LEAST_COSINE = 0.995;

  private final PictureDecoder decoder = new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS);

  @Test
  void equalsTheContract() throws Exception {
    Map<String, float[]> expected = ReferencePictures.vectors();
    List<String> wrong = new ArrayList<>();
    DoubleSummaryStatistics cosines = new DoubleSummaryStatistics();
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      for (Map.Entry<String, float[]> reference : expected.entrySet()) {
        float[] vector = embed(model, reference.getKey());
        double cosine = ReferencePictures.cosine(reference.getValue(), vector);
        cosines.accept(cosine);
        System.out.printf("cosine %.5f %s%n", cosine, reference.getKey());
        if (cosine < LEAST_COSINE) {
          wrong.add(reference.getKey() + " " + cosine);
        }
      }
    }
    System.out.printf(
        "cosine to the reference: mean %.5f, min %.5f, of %d pictures%n",
        cosines.getAverage(), cosines.getMin(), cosines.getCount());
    assertThat(wrong).isEmpty();
    assertThat(cosines.getAverage()).isGreaterThanOrEqualTo(LEAST_MEAN_COSINE);
    assertThat(cosines.getCount()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void givesTheSameVectorOnEveryThread() throws Exception {
    List<String> names = new ArrayList<>(ReferencePictures.vectors().keySet());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      List<Callable<float[]>> calls = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        names.forEach(name -> calls.add(() -> embed(model, name)));
      }
      List<Future<float[]>> vectors = threads.invokeAll(calls);
      for (int i = 0; i < vectors.size(); i++) {
        String name = names.get(i % names.size());
        float[] alone = vectors.get(i % names.size()).get();
        assertThat(vectors.get(i).get()).as(name).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private float[] embed(EmbeddingModel model, String name) throws Exception {
    ByteBuffer input = ModelInput.allocate();
    ModelInput.fill(decoder.decode(ReferencePictures.bytes(name)), input);
    return model.embed(input);
  }
}
