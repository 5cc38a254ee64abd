package io.imgsrch.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Digest;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.FakeServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureHostClientTest {
  private static final byte[] BYTES = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void putsAPictureOnceUnderItsHash() throws Exception {
    try (var host = new FakeServer(request -> new Answer(201, ""))) {
      var client = new PictureHostClient(host.address());
      var first = client.deliver(Files.write(folder.resolve("a.jpg"), BYTES));
      var copy = client.deliver(Files.write(folder.resolve("b.jpg"), BYTES));
      var path = "/pictures/" + Digest.sha256(BYTES);
      assertThat(first).isEqualTo(EventPicture.at(host.address() + path)).isEqualTo(copy);
      assertThat(host.requests()).hasSize(1);
      assertThat(host.requests().get(0).method()).isEqualTo("PUT");
      assertThat(host.requests().get(0).path()).isEqualTo(path);
      assertThat(host.requests().get(0).body()).isEqualTo(BYTES);
    }
  }

  @Test
  void aRefusalNamesTheFileAndTheReason() throws Exception {
    try (var host = new FakeServer(request -> new Answer(413, "too large"))) {
      var file = Files.write(folder.resolve("a.jpg"), BYTES);
      assertThatThrownBy(() -> new PictureHostClient(host.address()).deliver(file))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("a.jpg")
          .hasMessageContaining("413 too large");
    }
  }

  @Test
  void anAbsentHostIsOneSentence() throws Exception {
    var file = Files.write(folder.resolve("a.jpg"), BYTES);
    var gone = new FakeServer(request -> new Answer(200, ""));
    gone.close();
    assertThatThrownBy(() -> new PictureHostClient(gone.address()).deliver(file))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("cannot reach the picture host at " + gone.address())
        .hasMessageContaining("./imgsrch up");
  }

  @Test
  void inlinePicturesNeedNoHost() throws Exception {
    var file = Files.write(folder.resolve("a.jpg"), BYTES);
    assertThat(new InlinePictures().deliver(file)).isEqualTo(new EventPicture(null, "AQID"));
    assertThatThrownBy(() -> new InlinePictures().deliver(folder.resolve("none.jpg")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("none.jpg");
  }
}
