package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory that is whole or absent: it is made under another name and renamed when it is
 * complete. What a maker left behind when it died is thrown away and made again, and of two makers
 * one waits for the other.
 */
final class MadeOnce {
  /** Fills an empty directory. */
  interface Maker {
    void make(Path directory) throws IOException, InterruptedException;
  }

  private MadeOnce() {}

  static Path at(Path target, Maker maker) throws IOException, InterruptedException {
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    String name = String.valueOf(target.getFileName());
    FileLock lock = Directories.lock(target.resolveSibling(name + ".lock"));
    try {
      if (Files.isDirectory(target)) {
        return target;
      }
      Path making = target.resolveSibling(name + ".making");
      Directories.delete(making);
      Files.createDirectory(making);
      maker.make(making);
      Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } finally {
      lock.acquiredBy().close();
    }
  }
}
