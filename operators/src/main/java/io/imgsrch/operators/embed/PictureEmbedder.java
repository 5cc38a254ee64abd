package io.imgsrch.operators.embed;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.PictureDecoder;
import io.imgsrch.operators.picture.PictureException;
import java.nio.ByteBuffer;

/** From a picture's bytes to its vector, on the caller's thread. Thread-safe. */
public final class PictureEmbedder implements AutoCloseable {
  private final PictureDecoder decoder;
  private final EmbeddingModel model;
  private final ThreadLocal<ByteBuffer> input = ThreadLocal.withInitial(ModelInput::allocate);

  public PictureEmbedder(Settings settings) {
    decoder = new PictureDecoder(settings.get(FetchOptions.MAX_PICTURE_PIXELS));
    model = EmbeddingModel.load(settings.get(EmbedOptions.MODEL));
    int expected = settings.get(EmbedOptions.DIMENSION);
    if (model.dimension() != expected) {
      model.close();
      throw new ConfigurationException(
          "%s is %d, but the model %s makes vectors of %d"
              .formatted(
                  EmbedOptions.DIMENSION.key(), expected, model.modelId(), model.dimension()));
    }
  }

  /**
   * A picture's vector.
   *
   * @param vector L2-normalised
   * @param width as people see it, pixels
   * @param height as people see it, pixels
   */
  public record Embedded(float[] vector, int width, int height) {}

  /**
   * Decodes, resizes and infers; about 30 ms for a photo of two megapixels.
   *
   * @throws PictureException if the bytes give no picture
   */
  public Embedded embed(byte[] file) throws PictureException {
    var picture = decoder.decode(file);
    var pixels = input.get();
    ModelInput.fill(picture, pixels);
    return new Embedded(model.embed(pixels), picture.width(), picture.height());
  }

  /** Which model makes the vectors. */
  public String modelId() {
    return model.modelId();
  }

  @Override
  public void close() {
    model.close();
  }
}
