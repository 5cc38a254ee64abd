package io.imgsrch.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.data.Offset.offset;

import io.imgsrch.operators.picture.ModelInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is named by its bytes, and one that is no embedding model does not start. */
final class EmbeddingModelTest {
  /** ONNX: x float [N, 4] to y, the same. */
  private static final String OTHER_NAMES =
      "CAgSADpBChAKAXgSAXkiCElkZW50aXR5EgFnWhQKAXgSDwoNCAESCQoDEgFOCgIIBGIUCgF5Eg8KDQgBEgkKAxIBTgoCCARCBAoAEBE=";

  /** ONNX: image float [N, 4] to embedding, the same. */
  private static final String OTHER_SHAPES =
      "CAgSADpZChwKBWltYWdlEgllbWJlZGRpbmciCElkZW50aXR5EgFnWhgKBWltYWdlEg8KDQgBEgkKAxIBTgoCCARi"
          + "HAoJZW1iZWRkaW5nEg8KDQgBEgkKAxIBTgoCCARCBAoAEBE=";

  @TempDir Path folder;

  @Test
  void isNamedByItsBytes() {
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      assertThat(model.modelId()).isEqualTo("effnet-lite0-gem3-pca256@017cc823a9d0");
      assertThat(model.dimension()).isEqualTo(256);
    }
  }

  @Test
  void givesVectorsOfLengthOne() {
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      float[] vector = model.embed(ModelInput.allocate());
      double squares = 0;
      for (float value : vector) {
        squares += value * value;
      }
      assertThat(squares).isCloseTo(1, offset(1e-5));
    }
  }

  @Test
  void refusesOtherInput() {
    try (EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.embed(ByteBuffer.allocate(ModelInput.BYTES)))
          .withMessageContaining("direct buffer of 150528 bytes");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.embed(ByteBuffer.allocateDirect(10)));
    }
  }

  @Test
  void endsWhenClosed() {
    EmbeddingModel model = EmbeddingModel.load(EmbeddingModel.BUNDLED);
    model.close();
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> model.embed(ModelInput.allocate()))
        .withMessageContaining("is closed");
  }

  @Test
  void namesAModelThatIsNotThere() {
    for (String location : new String[] {"classpath:/no/such.onnx", folder + "/such.onnx"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EmbeddingModel.load(location))
          .withMessage("There is no embedding model at " + location + ".");
    }
  }

  @Test
  void refusesWhatIsNoEmbeddingModel() throws Exception {
    assertRefused(new byte[] {1, 2, 3}, "is no ONNX model");
    assertRefused(Base64.getDecoder().decode(OTHER_NAMES), "has no tensor 'image', but [x]");
    assertRefused(
        Base64.getDecoder().decode(OTHER_SHAPES),
        "maps FLOAT [-1, 4] to FLOAT [-1, 4]; needed is UINT8 [N, 224, 224, 3] to FLOAT [N, D].");
  }

  private void assertRefused(byte[] model, String why) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddingModel.load(file.toString()))
        .withMessageContaining(file + " " + why);
  }
}
