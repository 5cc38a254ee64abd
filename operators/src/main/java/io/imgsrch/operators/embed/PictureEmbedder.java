package io.imgsrch.operators.embed;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.PictureDecoder;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.picture.PictureHeader;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** From a picture's bytes to its vector, on the caller's thread. Thread-safe. */
public final class PictureEmbedder implements AutoCloseable {
  /** A picture of more pixels, of up to 8 bytes each, must be the only one in memory. */
  private static final long LARGE_PIXELS = 8_000_000;

  private final Lock largeOnes = new ReentrantLock();
  private final PictureDecoder decoder;
  private final EmbeddingModel model;
  private final ThreadLocal<ByteBuffer> input = ThreadLocal.withInitial(ModelInput::allocate);

  public PictureEmbedder(Settings settings) {
    decoder =
        new PictureDecoder(
            settings.get(FetchOptions.MAX_PICTURE_PIXELS), settings.get(EmbedOptions.DECODE_LIMIT));
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
    var header = decoder.header(file);
    if ((long) header.width() * header.height() <= LARGE_PIXELS) {
      return embed(header);
    }
    largeOnes.lock();
    try {
      return embed(header);
    } finally {
      largeOnes.unlock();
    }
  }

  private Embedded embed(PictureHeader header) throws PictureException {
    var picture = decoder.decode(header);
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
