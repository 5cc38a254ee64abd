package io.imgsrch.local.server;

import java.nio.file.Path;

/** A Milvus of a test's own. */
public final class TestMilvus implements AutoCloseable {
  private final Guardian guardian;
  private final MilvusServer server;

  private TestMilvus(Guardian guardian, MilvusServer server) {
    this.guardian = guardian;
    this.server = server;
  }

  public static TestMilvus start(Path root) throws Exception {
    var guardian = Guardian.start(root);
    var server =
        MilvusServer.start(
            Cache.ofUser(),
            root.resolve("milvus"),
            FreePorts.draw(1).get(0),
            root.resolve("milvus.log"),
            guardian,
            progress -> {});
    return new TestMilvus(guardian, server);
  }

  public String address() {
    return server.address();
  }

  @Override
  public void close() throws Exception {
    server.close();
    guardian.close();
  }
}
