package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOnceTest {
  private final AtomicInteger made = new AtomicInteger();

  @TempDir Path root;

  @Test
  void isMadeOnceAndFoundAgain() throws Exception {
    Path target = root.resolve("deep/made");
    assertThat(MadeOnce.at(target, this::make)).isEqualTo(target);
    MadeOnce.at(target, this::make);
    assertThat(made).hasValue(1);
    assertThat(target.resolve("file")).hasContent("whole");
  }

  @Test
  void ofManyMakersOneMakesAndAllHaveIt() throws Exception {
    Path target = root.resolve("made");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Path>> makers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      makers.add(threads.submit(() -> MadeOnce.at(target, this::make)));
    }
    for (Future<Path> maker : makers) {
      assertThat(maker.get(30, TimeUnit.SECONDS).resolve("file")).hasContent("whole");
    }
    threads.shutdown();
    assertThat(made).hasValue(1);
  }

  @Test
  void aFailureLeavesNothingThatLooksWhole() throws Exception {
    Path target = root.resolve("made");
    assertThatThrownBy(
            () ->
                MadeOnce.at(
                    target,
                    directory -> {
                      Files.writeString(directory.resolve("half"), "");
                      throw new IOException("no network");
                    }))
        .hasMessage("no network");
    assertThat(target).doesNotExist();
    MadeOnce.at(target, this::make);
    assertThat(target.resolve("half")).doesNotExist();
    assertThat(target.resolve("file")).hasContent("whole");
  }

  private void make(Path directory) throws IOException {
    made.incrementAndGet();
    Files.writeString(directory.resolve("file"), "whole");
  }
}
