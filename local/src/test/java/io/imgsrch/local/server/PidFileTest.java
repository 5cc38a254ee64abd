package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  /** As a JVM's class path names them. */
  private static final String LIBRARIES = "postgresql-42.jar:milvus-sdk-java-2.jar";

  @TempDir private Path data;

  @Test
  void aStrangerThatNamesTheServersLibrariesIsNoServer() throws Exception {
    var stranger = new ProcessBuilder("sh", "-c", "read line # " + LIBRARIES).start();
    try {
      for (var server : new PidFile[] {PostgresServer.pidFile(data), MilvusServer.pidFile(data)}) {
        Files.writeString(server.path(), stranger.pid() + "\n");
        assertThat(new PidFile(server.path(), LIBRARIES).living()).isPresent();
        assertThat(server.living()).as(server.word()).isEmpty();
      }
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }
}
