package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path root;

  @Test
  void aKeptOneIsThereAfterItIsClosed() throws Exception {
    DataDirectory data = DataDirectory.kept(root.resolve("data"));
    Files.writeString(data.root().resolve("file"), "kept");
    data.close();
    data.close();
    try (DataDirectory again = DataDirectory.kept(root.resolve("data"))) {
      assertThat(again.root().resolve("file")).hasContent("kept");
    }
  }

  @Test
  void oneInUseIsRefusedInASentence() throws Exception {
    try (DataDirectory data = DataDirectory.kept(root)) {
      assertThatThrownBy(() -> DataDirectory.kept(root))
          .isInstanceOf(PlatformException.class)
          .hasMessageContainingAll(data.root().toString(), "in use", "--data");
    }
  }

  @Test
  void oneThatCannotBeMadeIsRefusedInASentence() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.kept(file))
        .isInstanceOf(PlatformException.class)
        .hasMessageContainingAll(file.toString(), "--data");
  }

  @Test
  void aTemporaryOneIsDeletedAndThoseOfDeadRunsAreSwept() throws Exception {
    Cache cache = new Cache(root);
    Path dead = Files.createDirectories(cache.runs().resolve("dead/deep"));
    Files.writeString(dead.resolve("file"), "left");
    try (DataDirectory running = DataDirectory.temporary(cache)) {
      Files.writeString(running.root().resolve("file"), "mine");
      Path second;
      try (DataDirectory other = DataDirectory.temporary(cache)) {
        second = other.root();
        assertThat(running.root().resolve("file")).hasContent("mine");
      }
      assertThat(second).doesNotExist();
      assertThat(cache.runs().resolve("dead")).doesNotExist();
    }
    assertThat(cache.runs()).isDirectoryNotContaining(Files::isDirectory);
  }
}
