package io.imgsrch.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.PictureDecoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class NewPicturesTest {
  private static byte[] jpeg(Color colour) throws IOException {
    var image = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
    for (int x = 0; x < image.getWidth(); x++) {
      image.setRGB(x, x % image.getHeight(), colour.getRGB());
    }
    var file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", file);
    return file.toByteArray();
  }

  private static ByteBuffer pixels(byte[] file) throws Exception {
    var input = ModelInput.allocate();
    ModelInput.fill(new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS).decode(file), input);
    return input;
  }

  @Test
  void noTwoAreTheSame() throws Exception {
    var pictures = new NewPictures(List.of(jpeg(Color.RED), jpeg(Color.GREEN)));
    var all = new HashSet<ByteBuffer>();
    for (int batch = 0; batch < 3; batch++) {
      pictures.next(5).forEach(picture -> all.add(ByteBuffer.wrap(picture)));
    }
    assertThat(all).hasSize(15);
  }

  @Test
  void theModelSeesTheOriginalInEachInItsTurn() throws Exception {
    var originals = List.of(jpeg(Color.RED), jpeg(Color.GREEN));
    var made = new NewPictures(originals).next(3);
    assertThat(pixels(made.get(0))).isEqualTo(pixels(originals.get(0)));
    assertThat(pixels(made.get(1))).isEqualTo(pixels(originals.get(1)));
    assertThat(pixels(made.get(2))).isEqualTo(pixels(originals.get(0)));
  }

  @Test
  void whatIsNoJpegIsRefused() {
    var text = "no picture".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> NewPictures.commented(text, "new")).hasMessageContaining("no JPEG");
  }
}
