package io.imgsrch.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The files that are measured, made from the reference pictures of the tests; always the same. */
public enum BenchPicture {
  JPEG_1_8_MP,
  JPEG_12_MP,
  PNG_1_8_MP,
  LOSSLESS_WEBP_1_8_MP,
  /** As committed, 320 × 312: Java reads lossy WebP and cannot write it. */
  LOSSY_WEBP_0_1_MP;

  private static final String REFERENCE = "/io/imgsrch/operators/picture/reference/";
  private static final float QUALITY = 0.85f;

  /** Grain, in steps of 256: with it a JPEG takes 1.4 bits a pixel, like a photo, not 0.4. */
  private static final double GRAIN = 5;

  byte[] file() throws IOException {
    return switch (this) {
      case JPEG_1_8_MP -> jpeg(photo(1550, 1166));
      case JPEG_12_MP -> jpeg(photo(4000, 3000));
      case PNG_1_8_MP -> png(photo(1550, 1166));
      case LOSSLESS_WEBP_1_8_MP -> LosslessWebp.write(photo(1550, 1166));
      case LOSSY_WEBP_0_1_MP -> {
        try (InputStream in = reference("lossy.webp")) {
          yield in.readAllBytes();
        }
      }
    };
  }

  private static BufferedImage photo(int width, int height) throws IOException {
    BufferedImage photo = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = photo.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    try (InputStream in = reference("large.jpg")) {
      graphics.drawImage(ImageIO.read(in), 0, 0, width, height, null);
    }
    graphics.dispose();
    Random random = new Random(1);
    int[] row = new int[3 * width];
    for (int y = 0; y < height; y++) {
      photo.getRaster().getPixels(0, y, width, 1, row);
      for (int i = 0; i < row.length; i += 3) {
        int grain = (int) (random.nextGaussian() * GRAIN);
        for (int band = i; band < i + 3; band++) {
          row[band] = Math.max(0, Math.min(255, row[band] + grain));
        }
      }
      photo.getRaster().setPixels(0, y, width, 1, row);
    }
    return photo;
  }

  private static InputStream reference(String name) throws IOException {
    InputStream in = BenchPicture.class.getResourceAsStream(REFERENCE + name);
    if (in == null) {
      throw new FileNotFoundException("No reference picture " + name + " on the class path");
    }
    return in;
  }

  private static byte[] jpeg(BufferedImage photo) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(photo, null, null), how);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static byte[] png(BufferedImage photo) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(photo, "png", file);
    return file.toByteArray();
  }
}
