package io.imgsrch.local.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes photos out of the catalogue's pictures, as people would: the same seed, the same photos.
 */
public final class AlteredCopies {
  private static final List<List<Edit>> EDITS =
      List.of(
          List.of(Edit.CROP),
          List.of(Edit.ROTATE),
          List.of(Edit.RECOMPRESS),
          List.of(Edit.RECOLOUR),
          List.of(Edit.FLIP),
          List.of(Edit.CROP, Edit.RECOMPRESS),
          List.of(Edit.ROTATE, Edit.RECOLOUR),
          List.of(Edit.FLIP, Edit.CROP, Edit.RECOMPRESS));

  private AlteredCopies() {}

  /**
   * Takes every kind of edit in turn, and no picture twice before each was taken once.
   *
   * @param pictures JPEG files
   * @throws IOException if a picture cannot be read
   */
  public static List<AlteredCopy> of(List<Path> pictures, int count, long seed) throws IOException {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("There are no pictures to alter.");
    }
    Random random = new Random(seed);
    List<Path> shuffled = new ArrayList<>(pictures);
    Collections.shuffle(shuffled, random);
    List<AlteredCopy> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      copies.add(copy(shuffled.get(i % shuffled.size()), EDITS.get(i % EDITS.size()), random));
    }
    return copies;
  }

  private static AlteredCopy copy(Path original, List<Edit> edits, Random random)
      throws IOException {
    BufferedImage image = ImageIO.read(original.toFile());
    if (image == null) {
      throw new IOException(original + " is no picture that can be altered.");
    }
    float quality = 0.85f;
    for (Edit edit : edits) {
      image = edit.apply(image, random);
      quality = edit == Edit.RECOMPRESS ? 0.3f + 0.2f * random.nextFloat() : quality;
    }
    String name = edits.stream().map(Edit::label).collect(Collectors.joining("+"));
    return new AlteredCopy(original, name, jpeg(image, quality));
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
