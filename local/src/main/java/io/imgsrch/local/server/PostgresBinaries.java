package io.imgsrch.local.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once from the class path into the cache. */
record PostgresBinaries(Path directory) {

  /**
   * Unpacks the programs if this version of them is not there yet.
   *
   * @throws PlatformException if the build holds none for this machine, or root cannot run them
   */
  static PostgresBinaries in(Cache cache, Path log) throws IOException, InterruptedException {
    if (isRoot() && !Command.of("unshare", "-U", "true").succeeds(log, Duration.ofSeconds(20))) {
      throw new PlatformException(
          "PostgreSQL does not run as root on this machine: start imgsrch as an ordinary user.");
    }
    String resource =
        "/postgres-%s-%s.txz".formatted(system(), architecture(System.getProperty("os.arch")));
    byte[] archive;
    try (InputStream stream = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new PlatformException(
            "This build has no PostgreSQL for %s on %s: build it on this machine, or use Linux or macOS on x86_64 or arm64."
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
      }
      archive = stream.readAllBytes();
    }
    Path target = cache.root().resolve("postgres-" + Sha256.of(archive).substring(0, 12));
    return new PostgresBinaries(
        MadeOnce.at(target, directory -> unpack(new ByteArrayInputStream(archive), directory)));
  }

  /** PostgreSQL refuses to run as root, but accepts a user namespace in which root is nobody. */
  Command command(String program) {
    Command plain = Command.of(directory.resolve("bin").resolve(program).toString());
    return isRoot()
        ? Command.of("unshare", "-U").then(plain.words().toArray(String[]::new))
        : plain;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        ? "darwin"
        : "linux";
  }

  static String architecture(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }

  private static void unpack(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(new XZInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException("The archive has an entry outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(path, directory.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true)) {
            throw new IOException(path + " cannot be made executable");
          }
        }
      }
    }
  }
}
