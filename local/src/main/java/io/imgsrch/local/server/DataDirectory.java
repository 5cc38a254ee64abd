package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory in which one running platform keeps everything, locked while it runs. A kept
 * directory is found again by the next run; a temporary one is deleted when it is closed, or by the
 * next run if this one dies.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path root;
  private final FileLock lock;
  private final boolean temporary;

  private DataDirectory(Path root, FileLock lock, boolean temporary) {
    this.root = root;
    this.lock = lock;
    this.temporary = temporary;
  }

  /**
   * Opens a directory that is kept, made if it is missing.
   *
   * @throws PlatformException if another running platform has it, or it cannot be written
   */
  public static DataDirectory kept(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      return open(root, false);
    } catch (IOException e) {
      throw new PlatformException(
          "The data directory %s cannot be used (%s): choose another with --data."
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /**
   * Opens a new directory in the cache, and deletes those of runs that died.
   *
   * @throws PlatformException if the cache cannot be written
   */
  public static DataDirectory temporary(Cache cache) {
    Path runs = cache.runs();
    try {
      Files.createDirectories(runs);
      // Held until our own directory is locked, or another start would sweep it away.
      FileLock sweeping = Directories.lock(runs.resolve(LOCK));
      try {
        sweep(runs);
        return open(runs.resolve(UUID.randomUUID().toString()), true);
      } finally {
        sweeping.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new PlatformException(
          "The cache %s cannot be used (%s): name another directory in IMGSRCH_CACHE."
              .formatted(cache.root(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("The start was interrupted.", e);
    }
  }

  private static void sweep(Path runs) throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(runs)) {
      directories = entries.filter(Files::isDirectory).toList();
    }
    for (Path directory : directories) {
      FileLock dead = Directories.tryLock(directory.resolve(LOCK));
      if (dead == null) {
        continue;
      }
      try {
        // The guardian of a run that just died may still be ending the servers in it.
        if (!Guardian.isAlive(directory)) {
          Directories.delete(directory);
        }
      } finally {
        dead.acquiredBy().close();
      }
    }
  }

  private static DataDirectory open(Path root, boolean temporary) throws IOException {
    Files.createDirectories(root);
    FileLock lock = Directories.tryLock(root.resolve(LOCK));
    if (lock == null) {
      throw new PlatformException(
          "The data directory %s is in use by another running imgsrch: end that one or choose another directory with --data."
              .formatted(root));
    }
    return new DataDirectory(root, lock, temporary);
  }

  public Path root() {
    return root;
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path postgres() {
    return root.resolve("postgres");
  }

  public Path milvus() {
    return root.resolve("milvus");
  }

  public Path flink() {
    return root.resolve("flink");
  }

  public Path pictures() {
    return root.resolve("pictures");
  }

  /** Ends the lock, after deleting everything if the directory is temporary; again does nothing. */
  @Override
  public void close() throws IOException {
    if (!lock.acquiredBy().isOpen()) {
      return;
    }
    try {
      if (temporary) {
        Directories.delete(root);
      }
    } finally {
      lock.acquiredBy().close();
    }
  }
}
